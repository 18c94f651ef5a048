// Made from the declarations by `UPDATE=1 cargo test --package xtask`: the names that each options object may have.

export const ANALYZE_OPTIONS = 'host now revision seenFrom server symptom';
export const AUTHENTICATED_FETCH_OPTIONS = 'allow authorizationServer authorizationServerMetadata challenge client clientMetadata dpop extraParams fetch handBackTo host interact issuer offlineAccess onProgress probe prove redirectUri registerAgain resource returnTo revision scopes server signal store timeoutMs';
export const AUTHORIZATION_REQUEST = 'clientId codeChallenge extra redirectUri resource scopes state';
export const CLIENT_METADATA_WANTED = 'clientName clientUri jwks jwksUri redirectUris scope url';
export const CONTINUE_OPTIONS = 'allow client confirmForeign fetch host onProgress revision server signal store timeoutMs';
export const DELETE_CLIENT_OPTIONS = 'allow client clientId confirmForeign fetch host onProgress revision server signal store timeoutMs';
export const DIAGNOSE_OPTIONS = 'credential fetch host onProgress origin probe revision signal store symptom timeoutMs';
export const HOST_INFO = 'clientMetadataUrl extensionId kind ports redirectPage redirectUri';
export const IDENTITY_PROVIDER = 'client issuer subjectToken subjectTokenType tokenEndpoint';
export const LAYOUT = 'all colour commands width';
export const SCOPE_SOURCES = 'challenge resourceScopes serverScopes wantsRefresh';
export const SIGN_IN_OPTIONS = 'allow authorizationServer authorizationServerMetadata challenge client clientMetadata dpop extraParams fetch handBackTo host issuer offlineAccess onProgress probe prove redirectUri registerAgain resource returnTo revision scopes server signal store timeoutMs';
export const TOKEN_REQUEST_OPTIONS = 'client code grant methods redirectUri refreshToken resource scopes verifier';
export const FORGET_OPTIONS = 'deleteClient revoke';
export const ELECTRON_OPTIONS = 'allow authorizationServer authorizationServerMetadata challenge client clientMetadata clientName dpop extraParams fetch host interact issuer offlineAccess onProgress ports probe prove registerAgain resource returnTo revision schemeRedirectUri scopes signal store timeoutMs';
export const AUTH_OPTIONS = 'allow authorizationServer authorizationServerMetadata challenge client clientMetadata dpop extraParams fetch handBackTo host issuer offlineAccess onProgress probe prove redirectUri registerAgain resource returnTo revision scopes server signIn signal store timeoutMs';
export const LISTEN_OPTIONS = 'accepts path ports redirectUri';
export const NODE_HOST_OPTIONS = 'ports redirectUri';
export const NODE_SIGN_IN_OPTIONS = 'allow authorizationServer authorizationServerMetadata callbackTimeoutMs challenge client clientMetadata deviceFlow dpop extraParams fetch handBackTo host interact issuer lookAhead noCallbackAfterMs offlineAccess onProgress openBrowser ports probe prove redirectUri registerAgain resource returnTo revision scopes server signal store timeoutMs';
export const POPUP_OPTIONS = 'allow authorizationServer authorizationServerMetadata challenge client clientMetadata dpop extraParams fetch handBackTo host interact issuer offlineAccess onProgress probe prove redirectUri registerAgain resource returnTo revision scopes server signal store timeoutMs window';
export const REDIRECT_OPTIONS = 'allow authorizationServer authorizationServerMetadata challenge client clientMetadata confirm dpop extraParams fetch handBackTo host issuer offlineAccess onProgress probe prove redirectUri registerAgain resource returnTo revision scopes server signal store timeoutMs';
export const RETURN_OPTIONS = 'allow client confirmForeign fetch host onProgress revision server signal store timeoutMs url';
export const VSCODE_OPTIONS = 'allow authorizationServer authorizationServerMetadata builtInAccounts challenge client clientMetadata clientName dpop extraParams fetch host issuer offlineAccess ports probe prove redirectPage registerAgain resource returnTo revision scopes store timeoutMs uriHandler way';
export const IDENTITY_OPTIONS = 'allow authorizationServer authorizationServerMetadata challenge client clientMetadata dpop extraParams fetch handBackTo host interact issuer offlineAccess onProgress probe prove registerAgain resource returnTo revision scopes server signal store timeoutMs';
export const TAB_LISTENER = 'onError onOutcome redirectUri store';
export const TAB_OPTIONS = 'allow authorizationServer authorizationServerMetadata challenge client clientMetadata confirm dpop extraParams fetch handBackTo host issuer offlineAccess onProgress probe prove redirectUri registerAgain resource returnTo revision scopes server signal store timeoutMs';

/** Redirects that are followed: `limits::REDIRECTS`. */
export const REDIRECTS = 5;
