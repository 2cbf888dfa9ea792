import { Pagination } from 'react-admin';

export const ListPagination = <Pagination rowsPerPageOptions={[10, 25, 50, 100]} />;
