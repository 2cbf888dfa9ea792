/** The process of one contender: serves, and tells its parent what it costs. */
import { CONTENDERS, type ContenderName } from './contenders.js';
import type { FromServer, ToServer } from './server-messages.js';

const [name = '', url = ''] = process.argv.slice(2);
const send = (message: FromServer): void => void process.send?.(message);

const contender = await CONTENDERS[name as ContenderName].start(url);
send({ kind: 'listening', port: await contender.listen() });

process.on('message', (message: ToServer) => {
  if (message === 'stop') void contender.close().then(() => process.exit());
  else {
    const { user, system } = process.cpuUsage();
    send({ kind: 'usage', cpu: user + system, memory: process.memoryUsage().rss });
  }
});
process.on('disconnect', () => process.exit());
