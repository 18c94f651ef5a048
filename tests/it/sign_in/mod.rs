//! A sign-in in worlds of plain data: what it sends, keeps and ends with.

mod clients;
mod credentials;
mod device;
mod flow;
mod forgotten_client;
mod gets_in;
mod keys;
mod known;
mod leftovers;
mod machine;
mod named;
mod own_client;
mod proof;
mod redirects;
mod renewal_forms;
mod unregister;
mod waiting;
