//! A sign-in in worlds of plain data: what it sends, keeps and ends with.

mod clients;
mod credentials;
mod device;
mod flow;
mod forgotten_client;
mod keys;
mod known;
mod leftovers;
mod machine;
mod own_client;
mod unregister;
mod waiting;
