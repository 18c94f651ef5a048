// What a sign-in did that another client may not do, in a sentence.
import type { Deviation } from 'mcp-auth-doctor';

/** One deviation as a sentence, so that "works here" is not mistaken for "works in your client". */
export function describeDeviation(deviation: Deviation): string {
  switch (deviation.kind) {
    case 'issuer-slash':
      return `The issuer is ${deviation.received}, where ${deviation.expected} was expected: strict clients stop here.`;
    case 'not-challenged':
      return `The server answers ${deviation.status} where a token is missing; clients that wait for a 401 don't start signing in.`;
    case 'without-resource-metadata':
      return `The server publishes no resource metadata, so ${deviation.issuer} was used as its authorization server.`;
    case 'default-endpoints':
      return `Nothing is published: the default endpoints at ${deviation.issuer} were used.`;
    case 'challenge-metadata-passed-over':
      return `The challenge names ${deviation.url}, which answers ${deviation.status}; the metadata at the well-known address was used.`;
    case 'relative-metadata-url':
      return `The challenge's resource_metadata is not an absolute URL (${deviation.received}); the metadata at the well-known address was used.`;
    case 'redirected':
      return `${deviation.from} redirects to ${deviation.to}, another origin: clients that stay within the origin stop here.`;
    case 'issued-secret':
      return `The client ${deviation.clientId} was registered with "none", but the server wants the secret that it issued.`;
    case 'named-authorization-server':
      return `A token from ${deviation.issuer} is sent to ${deviation.server}, which does not name that authorization server: you did.`;
    case 'named-issuer':
      return `The server names ${deviation.expected}; its metadata says ${deviation.received}, which you named.`;
    case 'named-metadata':
      return `Some of the metadata of ${deviation.issuer} was given by you, not by the server.`;
    case 'allowed':
      return `You allowed ${deviation.name}; other clients don't.`;
    case 'refreshed-with-scope':
      return 'The token was renewed by repeating the scope; clients that leave it out are refused.';
    case 'refreshed-without-resource':
      return 'The token was renewed without the resource parameter; clients that send it are refused.';
  }
}
