import { useEffect } from 'react';

/** Does something once, as soon as the browser has nothing better to do. */
export function useIdle(task: () => void): void {
  useEffect(() => {
    // Safari has no idle callbacks.
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(task, 2_000);
      return () => {
        clearTimeout(timer);
      };
    }
    const handle = window.requestIdleCallback(task, { timeout: 5_000 });
    return () => {
      window.cancelIdleCallback(handle);
    };
  }, [task]);
}
