//! The fields of an action's form. Their names are what `applyAction` gets:
//! `clientId`, `clientSecret`, `redirectUri`, `scopes` (separated by spaces), `token`, `username`, `password`, `header`, `value`,
//! `server`, `allow`, `port`, `confirmForeign`.

use crate::action::Field;

fn field(name: &str, label: &str, r#type: &str) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        r#type: r#type.to_owned(),
        required: true,
        ..Field::default()
    }
}

fn secret(name: &str, label: &str) -> Field {
    Field {
        secret: true,
        ..field(name, label, "password")
    }
}

/// A client id; for a client ID metadata document its address.
pub fn client_id(value: Option<String>, url: bool) -> Field {
    Field {
        value,
        pattern: url.then(|| "https://[^/]+/.+".to_owned()),
        ..field(
            "clientId",
            if url {
                "Address of the document"
            } else {
                "Client ID"
            },
            if url { "url" } else { "text" },
        )
    }
}

/// A client secret.
pub fn client_secret(required: bool) -> Field {
    Field {
        required,
        help: (!required).then(|| "Leave it empty where the provider gave none.".to_owned()),
        ..secret("clientSecret", "Client secret")
    }
}

/// The redirect URI to register and to use.
pub fn redirect_uri(value: Option<String>) -> Field {
    Field {
        value,
        help: Some("It is sent exactly as you enter it.".to_owned()),
        ..field("redirectUri", "Redirect URI", "url")
    }
}

/// Scopes.
pub fn scopes(scopes: &[String], required: bool) -> Field {
    Field {
        required,
        value: (!scopes.is_empty()).then(|| scopes.join(" ")),
        help: Some("Separated by spaces.".to_owned()),
        ..field("scopes", "Scopes", "text")
    }
}

/// A token that a person made.
pub fn token() -> Field {
    secret("token", "Token")
}

/// The second yes for a token that looks like another provider's.
pub fn confirm_foreign() -> Field {
    Field {
        required: false,
        ..field(
            "confirmForeign",
            "Send it even if it looks like another provider's",
            "checkbox",
        )
    }
}

/// User name and password.
pub fn basic(username: &str) -> Vec<Field> {
    vec![
        field("username", username, "text"),
        secret("password", "Password or token"),
    ]
}

/// A header with a key.
pub fn header(name: &str) -> Vec<Field> {
    vec![
        Field {
            value: Some(name.to_owned()),
            pattern: Some("[!#$%&'*+.^_`|~0-9A-Za-z-]+".to_owned()),
            ..field("header", "Header", "text")
        },
        secret("value", "Key"),
        confirm_foreign(),
    ]
}

/// The MCP server's address.
pub fn server(value: Option<String>) -> Field {
    Field {
        value,
        pattern: Some("https?://.+".to_owned()),
        ..field("server", "Address of the MCP server", "url")
    }
}

/// A named deviation.
pub fn allow(value: &str) -> Field {
    Field {
        value: Some(value.to_owned()),
        ..field(
            "allow",
            "I allow this deviation for this server",
            "checkbox",
        )
    }
}

/// A loopback port.
pub fn port(value: u16) -> Field {
    Field {
        value: Some(value.to_string()),
        pattern: Some("[0-9]{1,5}".to_owned()),
        ..field("port", "Port", "text")
    }
}
