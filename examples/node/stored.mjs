// Lists what is stored, the oldest first, and forgets the one whose number is given: node stored.mjs [NUMBER]
import { accounts, describeAge, fileStore } from 'mcp-auth-doctor/node';

const kept = accounts(fileStore());
const stored = await kept.stored();
for (const [index, one] of stored.entries()) console.log(`${index + 1}  ${one.kind} at ${one.label}: ${describeAge(one)}`);
const chosen = stored[Number(process.argv[2]) - 1];
// Revokes its tokens, and deletes the client that was registered for it where nothing else uses it.
if (chosen) console.log(await kept.forget(chosen, { deleteClient: true }));
