/** The process of one contender: serves, and tells its parent what it costs. */
import { contenderOf } from './contenders.js';
import { type CpuShares, startProfile } from './cpu-profile.js';
import type { FromServer, ToServer } from './server-messages.js';

const [name = '', url = ''] = process.argv.slice(2);
const send = (message: FromServer): void => void process.send?.(message);

const contender = await contenderOf(name)
  .start(url)
  .catch((error: unknown) => {
    send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    throw error;
  });
send({ kind: 'listening', port: await contender.listen() });

let endProfile: (() => Promise<CpuShares>) | undefined;

async function answer(message: ToServer): Promise<void> {
  switch (message) {
    case 'stop':
      await contender.close();
      process.exit();
      break;
    case 'profile':
      endProfile = await startProfile();
      send({ kind: 'profiling' });
      break;
    case 'profiled':
      if (endProfile) send({ kind: 'shares', shares: await endProfile() });
      break;
    case 'usage': {
      const { user, system } = process.cpuUsage();
      send({ kind: 'usage', cpu: user + system, memory: process.memoryUsage().rss });
    }
  }
}

process.on('message', (message: ToServer) => void answer(message));
process.on('disconnect', () => process.exit());
