import { useCanAccess, useResourceContext } from 'react-admin';

/** Whether the person may delete, and so look into the trash; no, until it is known. */
export function useMayDelete(): boolean {
  const resource = useResourceContext() ?? '';
  const { canAccess } = useCanAccess({ resource, action: 'delete' });
  return canAccess ?? false;
}
