// Loaded into `serve` before it starts: a name server of the tests, whose answers change between two questions.
import dns from 'node:dns';
import dnsPromises from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

const NAMES = {
  'changes.example': ['127.0.0.1', '127.0.0.9'],
  'mixed.example': ['8.8.8.8 10.0.0.1'],
  'inward.example': ['192.168.7.7'],
  'metadata.example': ['169.254.169.254'],
};
const asked = {};

function answersOf(name) {
  if (isIP(name)) return [{ address: name, family: isIP(name) }];
  const answers = NAMES[name];
  if (!answers) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
  const turn = Math.min((asked[name] = (asked[name] ?? -1) + 1), answers.length - 1);
  return answers[turn].split(' ').map((address) => ({ address, family: 4 }));
}

dnsPromises.lookup = async (name) => answersOf(name);
dns.lookup = (name, ...rest) => {
  const [{ address, family }] = answersOf(name);
  const callback = rest.at(-1);
  if (rest[0].all) callback(null, [{ address, family }]);
  else callback(null, address, family);
};
syncBuiltinESMExports();
