/** What the process of a contender is asked. */
export type ToServer = 'usage' | 'stop';

/** What the process of a contender tells. */
export type FromServer =
  | { readonly kind: 'listening'; readonly port: number }
  /** CPU since its start in microseconds, and resident memory in bytes. */
  | { readonly kind: 'usage'; readonly cpu: number; readonly memory: number };
