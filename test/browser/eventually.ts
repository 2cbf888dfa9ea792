import { setTimeout as wait } from 'node:timers/promises';

/** Looks again and again until what is expected holds; then, or at the end of its patience, says what the last look said. */
export async function eventually(look: () => Promise<void>, patience = 10_000): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      await look();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(50);
    }
  }
}
