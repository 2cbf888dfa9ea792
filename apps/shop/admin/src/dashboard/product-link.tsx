import { Link, useCanAccess, useCreatePath } from 'react-admin';

/** The name of a product, and the way to it for who may change it. */
export function ProductLink({ id, name }: { readonly id: number; readonly name: string }) {
  const createPath = useCreatePath();
  const { canAccess } = useCanAccess({ resource: 'products', action: 'edit' });
  if (!canAccess) return <span>{name}</span>;
  return (
    <Link to={createPath({ resource: 'products', type: 'edit', id })} sx={{ color: 'text.primary' }}>
      {name}
    </Link>
  );
}
