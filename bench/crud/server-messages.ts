import type { CpuShares } from './cpu-profile.js';

/** What the process of a contender is asked. */
export type ToServer = 'usage' | 'profile' | 'profiled' | 'stop';

/** What the process of a contender tells. */
export type FromServer =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly reason: string }
  /** CPU since its start in microseconds, and resident memory in bytes. */
  | { readonly kind: 'usage'; readonly cpu: number; readonly memory: number }
  | { readonly kind: 'profiling' }
  | { readonly kind: 'shares'; readonly shares: CpuShares };
