import { HIDDEN } from './strangers.js';

/** What the tenant tests know of one view: keys in paths, and bodies that tenant 1 may send. */
export interface TenantRows {
  /** Rows of tenant 1. */
  readonly visible: readonly string[];
  /** Rows of the other tenant, soft-deleted and entangled ones among them. */
  readonly hidden: readonly string[];
  /** Of no row at all; as long as a hidden key. */
  readonly missing: string;
  /** The body of a create, where there is one. */
  readonly create?: Readonly<Record<string, unknown>>;
  /** The body of an update, where there is one. */
  readonly update?: Readonly<Record<string, unknown>>;
}

const [one, two, three] = [HIDDEN, HIDDEN - 1, HIDDEN - 2].map(String);
const hidden = [one, two, three].flatMap((key) => key ?? []);
const missing = '-660001';

/** One entry for each view of the tracker; a view without one fails the tests. */
export const TENANT_ROWS: Readonly<Record<string, TenantRows>> = {
  OrganisationView: { visible: ['1'], hidden: hidden.slice(0, 1), missing, update: { name: 'Acme II' } },
  UserView: {
    ...{ visible: ['1', '2', '3'], hidden: hidden.slice(0, 2), missing },
    create: { email: 'new@acme.example', name: 'New', password: 'not secret' },
    update: { name: 'Newer' },
  },
  ProjectView: {
    ...{ visible: ['1', '2'], hidden, missing },
    create: { key: 'NEW', name: 'New' },
    update: { name: 'Newer' },
  },
  ProjectMemberView: {
    ...{ visible: ['1/1', '1/2', '2/1'], hidden: [`${String(HIDDEN)}/${String(HIDDEN)}`, `${String(HIDDEN)}/1`] },
    missing: '-660001/1',
    create: { projectId: 2, userId: 3 },
    update: { note: 'newer' },
  },
  SprintView: {
    ...{ visible: ['web-1', 'web-2'], hidden: ['zorble-1', 'zorble-2'], missing: 'nobody-1' },
    create: { slug: 'app-1', name: 'App one', projectId: 2 },
    update: { name: 'Newer' },
  },
  LabelView: {
    ...{ visible: ['1', '2', '3'], hidden: hidden.slice(0, 1), missing },
    create: { name: 'new' },
    update: { name: 'newer' },
  },
  TaskView: {
    ...{ visible: ['1', '2', '3'], hidden, missing },
    create: { projectId: 1, title: 'New', reporter: { id: 1 } },
    update: { title: 'Newer' },
  },
  ChecklistItemView: {
    ...{ visible: ['1', '2'], hidden: hidden.slice(0, 2), missing },
    create: { taskId: 1, text: 'new' },
    update: { text: 'newer' },
  },
  CommentView: {
    ...{ visible: ['1', '2'], hidden, missing },
    create: { taskId: 1, body: 'new' },
    update: { body: 'newer' },
  },
  AttachmentView: {
    visible: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaa01'],
    hidden: ['bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbb01', 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbb02'],
    missing: 'cccccccc-cccc-4ccc-8ccc-cccccccccc01',
    create: { taskId: 1, fileName: 'new.txt', bytes: '1' },
    update: { fileName: 'newer.txt' },
  },
  ActivityView: { visible: ['1', '2'], hidden: hidden.slice(0, 1), missing },
};

/** How a route reaches rows. A route that is not here fails the tests: decide what a row of another tenant is to it. */
export const TENANT_ROUTES: Readonly<Record<string, 'collection' | 'item'>> = {
  'GET /': 'collection',
  'POST /': 'collection',
  'GET /count': 'collection',
  'GET /:key': 'item',
  'PATCH /:key': 'item',
  'DELETE /:key': 'item',
  'GET /:key/referrers': 'item',
  'POST /:key/restore': 'item',
  'DELETE /:key/permanently': 'item',
  'POST /:key/complete': 'item',
};
