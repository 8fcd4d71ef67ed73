import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How often a user has made each call since a moment, as the API server's audit log has it: `GET workflows` → count. */
export async function callsBy(user, since, folder) {
  const counts = new Map();
  const from = new Date(since).toISOString();
  // The log is continued in another file when one is full.
  const files = readdirSync(folder).filter((name) => /^audit.*\.log$/.test(name));
  for (const file of files.map((name) => join(folder, name)).filter((path) => statSync(path).mtimeMs >= since)) {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      if (!line.includes(`"username":"${user}"`)) continue;
      const { stage, verb, objectRef = {}, requestReceivedTimestamp } = JSON.parse(line);
      if (stage !== 'ResponseComplete' || requestReceivedTimestamp < from) continue;
      const call = `${verb} ${objectRef.resource ?? ''}`.trim();
      counts.set(call, (counts.get(call) ?? 0) + 1);
    }
  }
  return counts;
}
