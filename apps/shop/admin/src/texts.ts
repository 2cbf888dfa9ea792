import { defaultI18nProvider, type I18nProvider } from 'react-admin';

/** What the page says in other words than react-admin. */
const texts: Readonly<Record<string, string>> = {
  'ra.notification.created': 'Created',
  'ra.notification.updated': 'Saved',
  'ra.notification.deleted': 'Deleted',
  'ra.message.invalid_form': 'Some fields need another look.',
  'ra.action.confirm': 'Yes',
  'ra.action.add_filter': 'Filter',
};

export const i18nProvider: I18nProvider = {
  ...defaultI18nProvider,
  translate: (key, options: unknown) =>
    (isOfSeveral(options) ? undefined : texts[key]) ?? defaultI18nProvider.translate(key, options),
};

/** Whether react-admin asks for the words for several records. */
function isOfSeveral(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'smart_count' in options && Number(options.smart_count) > 1;
}
