/** The command line was used in a way that it does not have: status 2, and the message says what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `Explains why signing in to an MCP server fails, and completes the sign-in.

  mcp-auth-doctor URL                   diagnose an MCP server
      --token-stdin                     test a bearer token, read from stdin (or asked for on a terminal)
      --token-env NAME                  the same, from an environment variable
      --basic-env NAME                  test HTTP Basic: the variable has USER:PASSWORD
      --header-env NAME                 test another header: the variable has "Name: value"
      --confirm-foreign                 send a token that looks like another provider's
      --symptom TEXT                    the error message that your client showed
      --as CLIENT                       judge as this client would: chatgpt, claude-ai, vscode, cursor and others; all shows who gets in
      --directory NAME                  what the directory claude-ai or chatgpt asks of a server, point by point
      --fail-on warning                 status 1 also where something is only not as it should be
  mcp-auth-doctor --servers FILE        diagnose many: one URL a line, # starts a comment
      --concurrency N                   how many at once, 1 to 32 (default 4); each host gets one request at a time
      --baseline FILE                   name only what changed since that file was written, and count only that for the status;
                                        written where it does not exist yet
      --update-baseline                 write it again afterwards
  mcp-auth-doctor analyze FILE|-        judge what was captured: a HAR, curl -v output, headers, a metadata document, a token answer,
                                        a callback or authorization URL, an error message, a client's log or configuration
      --server URL  --symptom TEXT      what you know besides; --as and --directory as above
  mcp-auth-doctor sign-in URL           sign in with the system's browser, and say what was granted
      --client-id ID                    your own OAuth app
      --client-secret-stdin, --client-secret-env NAME
      --client-metadata-url URL         your client ID metadata document
      --redirect-uri URI                the loopback redirect URI that the app has (default http://localhost:41937/callback)
      --scope SCOPE                     repeat it for more
      --action KIND --set NAME=VALUE --set-env NAME=VARIABLE
                                        take a way that the report offers, with its form filled in
      --allow NAME                      unadvertisedPkce, compatibleResource, bareCode or insecureLoopback
      --no-browser                      print the URL instead of opening it
      --print-token                     print the access token, alone, on stdout
      --no-store                        forget the tokens afterwards
  mcp-auth-doctor rules [ID]            what is checked, and why
  mcp-auth-doctor serve [HOST...]       the diagnostic page on this machine, with a relay that lifts the browser's CORS limits;
                                        it asks hosts of private networks only where they are named here
      --port N  --no-browser
  mcp-auth-doctor client-metadata create --client-id URL --name NAME --redirect-uri URI...
                                        a client ID metadata document, and what to host where
      --jwks-uri URL                    where the client's public keys are: it authenticates with private_key_jwt
  mcp-auth-doctor client-metadata check URL
                                        whether an authorization server can use the one that stands there

  --format text|json|markdown|sarif     of a report; rules, sign-in and client-metadata check have no sarif
  --revision DATE                       of MCP, to judge by: URL, --servers, analyze and sign-in
  --timeout SECONDS                     of one request: URL, --servers, sign-in and client-metadata check
  --help, --version

Status: 0 ok, 1 blocked, 2 wrong use, 3 undetermined or nothing, 4 needs something from you.
A secret comes from a prompt, stdin or an environment variable, never from an argument or a URL.
`;
