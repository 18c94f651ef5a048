//! Explains why signing in to an MCP server fails, and completes the sign-in.
