//! Signing keys by WebCrypto: made, kept by the host's store, used. A store that can hold a `CryptoKey` itself (`putKey`, `getKey`,
//! `deleteKey`) gets one that can't be exported (MCP Security Best Practices, key storage); any other keeps a JWK as text.

use super::convert::{function, member, object};
use super::host::message;
use crate::flow::effect::SigningKey;
use crate::flow::host::{Answer, Effect};
use js_sys::{Array, JSON, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

const PREFIX: &str = "key:";

/// Makes, shows or uses a key.
pub async fn perform(store: &JsValue, effect: Effect) -> Answer {
    let done = match effect {
        Effect::MakeKey { key_id, algorithm } => make(store, &key_id, &algorithm).await,
        Effect::PublicKey(key_id) => public(store, &key_id).await,
        Effect::Sign {
            key,
            algorithm,
            input,
        } => sign(store, &key, &algorithm, &input).await,
        Effect::DeleteKey(key_id) => delete(store, &key_id).await,
        _ => Ok(Answer::Done),
    };
    done.unwrap_or_else(|thrown| Answer::Failed(message(&thrown)))
}

async fn make(store: &JsValue, key_id: &str, algorithm: &str) -> Result<Answer, JsValue> {
    let parameters = Parameters::of(algorithm)?;
    let own = function(store, "putKey");
    let usages = Array::of2(&"sign".into(), &"verify".into());
    let extractable = JsValue::from_bool(own.is_none());
    let pair = subtle(
        "generateKey",
        &[parameters.import, extractable, usages.into()],
    )
    .await?;
    let public = export(&member(&pair, "publicKey")).await?;
    match own {
        Some(put) => {
            let kept = put.call2(store, &key_id.into(), &pair)?;
            JsFuture::from(Promise::resolve(&kept)).await?;
        }
        None => {
            let private = export(&member(&pair, "privateKey")).await?;
            let text = JSON::stringify(&private)?;
            let Some(set) = function(store, "set") else {
                return Ok(Answer::Failed(
                    "a key needs a store to be kept in".to_owned(),
                ));
            };
            let kept = set.call2(store, &format!("{PREFIX}{key_id}").into(), &text)?;
            JsFuture::from(Promise::resolve(&kept)).await?;
        }
    }
    Ok(Answer::Text(Some(public_part(&public)?)))
}

/// A store that takes `CryptoKey`s and can't delete them keeps this one: of no use to anybody without what was bound to it.
async fn delete(store: &JsValue, key_id: &str) -> Result<Answer, JsValue> {
    let (method, name) = match function(store, "putKey") {
        Some(_) => ("deleteKey", key_id.to_owned()),
        None => ("delete", format!("{PREFIX}{key_id}")),
    };
    if let Some(delete) = function(store, method) {
        let deleted = delete.call1(store, &name.into())?;
        JsFuture::from(Promise::resolve(&deleted)).await?;
    }
    Ok(Answer::Done)
}

async fn public(store: &JsValue, key_id: &str) -> Result<Answer, JsValue> {
    let jwk = match kept(store, key_id).await? {
        Kept::Pair(pair) => export(&member(&pair, "publicKey")).await?,
        Kept::Jwk(jwk) => jwk,
        Kept::Nothing => return Ok(Answer::Text(None)),
    };
    Ok(Answer::Text(Some(public_part(&jwk)?)))
}

async fn sign(
    store: &JsValue,
    key: &SigningKey,
    algorithm: &str,
    input: &[u8],
) -> Result<Answer, JsValue> {
    let parameters = Parameters::of(algorithm)?;
    let usages: JsValue = Array::of1(&"sign".into()).into();
    let import = |format: &str, data: JsValue| {
        let arguments = [
            format.into(),
            data,
            parameters.import.clone(),
            JsValue::FALSE,
            usages.clone(),
        ];
        async move { subtle("importKey", &arguments).await }
    };
    let key = match key {
        SigningKey::Given(given) => {
            import("pkcs8", Uint8Array::from(given.der().as_slice()).into()).await?
        }
        SigningKey::Kept(key_id) => match kept(store, key_id).await? {
            Kept::Pair(pair) => member(&pair, "privateKey"),
            Kept::Jwk(jwk) => import("jwk", jwk).await?,
            Kept::Nothing => return Ok(Answer::Failed("the store has no such key".to_owned())),
        },
    };
    let input = Uint8Array::from(input);
    let signature = subtle("sign", &[parameters.sign, key, input.into()]).await?;
    Ok(Answer::Bytes(Uint8Array::new(&signature).to_vec()))
}

enum Kept {
    Pair(JsValue),
    Jwk(JsValue),
    Nothing,
}

async fn kept(store: &JsValue, key_id: &str) -> Result<Kept, JsValue> {
    if let Some(get) = function(store, "getKey") {
        let found = get.call1(store, &key_id.into())?;
        let pair = JsFuture::from(Promise::resolve(&found)).await?;
        return Ok(if pair.is_object() {
            Kept::Pair(pair)
        } else {
            Kept::Nothing
        });
    }
    let Some(get) = function(store, "get") else {
        return Ok(Kept::Nothing);
    };
    let found = get.call1(store, &format!("{PREFIX}{key_id}").into())?;
    match JsFuture::from(Promise::resolve(&found)).await?.as_string() {
        Some(text) => JSON::parse(&text).map(Kept::Jwk),
        None => Ok(Kept::Nothing),
    }
}

/// What WebCrypto calls an algorithm of JOSE (RFC 7518 §3.1).
struct Parameters {
    import: JsValue,
    sign: JsValue,
}

impl Parameters {
    fn of(algorithm: &str) -> Result<Self, JsValue> {
        let hash: JsValue = format!("SHA-{}", algorithm.get(2..).unwrap_or_default()).into();
        let (import, sign) = match algorithm {
            "ES256" | "ES384" | "ES512" => {
                let curve = match algorithm {
                    "ES256" => "P-256",
                    "ES384" => "P-384",
                    _ => "P-521",
                };
                (
                    object([("name", "ECDSA".into()), ("namedCurve", curve.into())]),
                    object([("name", "ECDSA".into()), ("hash", hash)]),
                )
            }
            "RS256" | "RS384" | "RS512" => {
                let name: JsValue = "RSASSA-PKCS1-v1_5".into();
                let import = object([("name", name.clone()), ("hash", hash)]);
                (import, object([("name", name)]))
            }
            "PS256" | "PS384" | "PS512" => {
                let salt = algorithm.get(2..).and_then(|bits| bits.parse::<u32>().ok());
                let name: JsValue = "RSA-PSS".into();
                (
                    object([("name", name.clone()), ("hash", hash)]),
                    object([
                        ("name", name),
                        ("saltLength", (salt.unwrap_or(256) / 8).into()),
                    ]),
                )
            }
            "EdDSA" => (
                object([("name", "Ed25519".into())]),
                object([("name", "Ed25519".into())]),
            ),
            other => {
                return Err(js_sys::Error::new(&format!(
                    "no signature algorithm of this host is called {other}"
                ))
                .into());
            }
        };
        Ok(Self { import, sign })
    }
}

async fn export(key: &JsValue) -> Result<JsValue, JsValue> {
    subtle("exportKey", &["jwk".into(), key.clone()]).await
}

/// Only the members that make up a public key (RFC 7638 §3.2): a private one must not slip through.
fn public_part(jwk: &JsValue) -> Result<String, JsValue> {
    let public = Object::new();
    for name in ["crv", "e", "kty", "n", "x", "y"] {
        let value = member(jwk, name);
        if !value.is_undefined() {
            Reflect::set(&public, &name.into(), &value)?;
        }
    }
    Ok(JSON::stringify(&public)?.into())
}

async fn subtle(method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let subtle = member(&member(&js_sys::global(), "crypto"), "subtle");
    let Some(function) = function(&subtle, method) else {
        return Err(
            js_sys::Error::new("this host has no WebCrypto (an insecure page has none)").into(),
        );
    };
    let called = function.apply(&subtle, &arguments.iter().collect::<Array>())?;
    JsFuture::from(Promise::resolve(&called)).await
}
