import type { Browser } from 'playwright-core';
import { DEMO_OWNER, DEMO_PASSWORD } from '../../apps/shop/src/seed/seed-people.js';
import { AdminVisitor } from './admin-visitor.js';
import { eventually } from './eventually.js';
import { findChromium, openBrowser } from './chromium.js';
import { openShop, type OpenShop } from './open-shop.js';

const found = await findChromium();
if ('reason' in found) process.stderr.write(`The browser suite is skipped: ${found.reason}.\n`);

/** The most that a step takes where the machine has other things to do: what has to be seen is waited for, not slept for. */
const patience = 90_000;

/** Runs the tests with a chromium, or names in the report why there is none. */
const withBrowser = (tests: (path: string) => void) => {
  if ('path' in found) {
    describe('the admin page in a browser', () => {
      tests(found.path);
    });
  } else {
    describe.skip(`the admin page in a browser (skipped: ${found.reason})`, () => {
      tests('');
    });
  }
};

// A working day at the admin page of the shop; each step goes on where the one before ended.
withBrowser((path) => {
  let shop: OpenShop;
  let browser: Browser;
  let ada: AdminVisitor;

  beforeAll(async () => {
    [shop, browser] = await Promise.all([openShop(), openBrowser(path)]);
    ada = await AdminVisitor.arrive(browser, shop.url);
  }, patience);
  afterAll(async () => {
    await browser.close();
    await shop.close();
  }, patience);

  it(
    'refuses a wrong password, and says so',
    async () => {
      await ada.page.getByRole('heading', { name: 'Restview Shop' }).waitFor();
      await ada.photograph('01-login');
      await ada.signIn(DEMO_OWNER, 'not the password');
      await ada.isTold('do not belong together');
      await ada.photograph('02-login-refused');
    },
    patience,
  );

  it(
    'opens with the figures of the store and a chart of its sales',
    async () => {
      await ada.signIn(DEMO_OWNER, DEMO_PASSWORD);
      await ada.sees('Revenue this month');
      await ada.page.locator('.recharts-area-curve').waitFor();
      await ada.page.getByRole('table', { name: 'Top products' }).getByRole('row').nth(4).waitFor();
      await ada.photograph('03-dashboard');
    },
    patience,
  );

  it(
    'keeps the session in a cookie that scripts cannot read, and nowhere else',
    async () => {
      const cookies = await ada.page.context().cookies();
      expect(cookies).toMatchObject([{ name: 'shop_session', httpOnly: true, sameSite: 'Strict' }]);
      const { origins } = await ada.page.context().storageState();
      expect(JSON.stringify(origins)).not.toContain(cookies[0]?.value);
    },
    patience,
  );

  it(
    'searches, filters, sorts and pages products',
    async () => {
      await ada.choose('Products');
      await ada.sees(/^1-25 of \d\d$/);
      await ada.photograph('04-products');

      await ada.page.getByRole('button', { name: 'Go to page 2' }).click();
      await ada.sees(/^26-50 of \d\d$/);
      await ada.page.getByRole('button', { name: 'Go to page 1' }).click();
      await ada.sees(/^1-25 of \d\d$/);

      await ada.page.getByRole('button', { name: /^Sort by price/ }).click();
      await eventually(async () => {
        const prices = (await ada.column('price')).map((price) => Number(price.replace(/[^\d.]/g, '')));
        expect(prices).toHaveLength(25);
        expect(prices).toEqual(prices.toSorted((one, other) => one - other));
      });

      await ada.tab('Archived').click();
      await eventually(async () => {
        expect(new Set(await ada.column('status'))).toEqual(new Set(['Archived']));
      });
      await ada.tab('All').click();

      await ada.page.getByPlaceholder('Name or SKU').fill('no such thing');
      await ada.sees('Nothing found');
      await ada.photograph('05-products-nothing-found');
      await ada.press('Show all');
      await ada.sees(/^1-25 of \d\d$/);

      await ada.press('Filter');
      await ada.page.getByRole('menuitemcheckbox', { name: 'Low stock' }).click();
      await eventually(async () => {
        const stocks = (await ada.column('stock')).map(Number);
        expect(stocks.length).toBeGreaterThan(0);
        expect(Math.max(...stocks)).toBeLessThanOrEqual(5);
      });
      await ada.photograph('06-products-low-stock');

      await ada.goTo('/products?filter={}');
      await ada.pick(ada.field('Category'), 'Tea');
      await ada.press('Filter');
      await ada.page.getByRole('menuitemcheckbox', { name: 'Price from' }).click();
      await ada.field('Price from').fill('20');
      await eventually(async () => {
        expect(new Set(await ada.column('category.name'))).toEqual(new Set(['Tea']));
        const prices = (await ada.column('price')).map((price) => Number(price.slice(1)));
        expect(Math.min(...prices)).toBeGreaterThanOrEqual(20);
      });
    },
    patience,
  );

  it(
    'makes a product, with the words of the server at the fields that it refuses',
    async () => {
      await ada.goTo('/products?filter={}');
      const taken = (await ada.page.locator('tbody .column-sku').first().innerText()).trim();
      await ada.page.getByRole('link', { name: 'Create' }).click();
      await ada.field('Name').fill('Browser Kettle');
      await ada.field('SKU').fill('WEB-1');
      await ada.pick(ada.field('Category'), 'Cookware');
      await ada.field('Price').fill('12.345');
      await ada.field('Stock').fill('3');
      await ada.field('Status').click();
      await ada.page.getByRole('option', { name: 'Active' }).click();
      await ada.press('Save');
      await ada.isRefused('Price', 'at most 2 digits after the point');
      await ada.photograph('07-product-refused-price');

      await ada.field('Price').fill('12.34');
      await ada.field('SKU').fill(taken);
      await ada.press('Save');
      await ada.isRefused('SKU', 'Another row has this value');
      await ada.photograph('08-product-refused-sku');

      await ada.field('SKU').fill('WEB-1');
      await ada.press('Save');
      await ada.row('Browser Kettle').filter({ hasText: '€12.34' }).waitFor();
    },
    patience,
  );

  it(
    'changes a product',
    async () => {
      await ada.row('Browser Kettle').click();
      await ada.field('Price').fill('20.5');
      await ada.field('Description').fill('Whistles.');
      await ada.photograph('09-product');
      await ada.press('Save');
      await ada.row('Browser Kettle').filter({ hasText: '€20.50' }).waitFor();
    },
    patience,
  );

  it(
    'sends what was changed, so that a stock that orders take meanwhile is not put back',
    async () => {
      await ada.row('Browser Kettle').click();
      const sent = ada.page.waitForRequest((request) => request.method() === 'PUT');
      await ada.field('Description').fill('Whistles, once.');
      await ada.press('Save');
      expect((await sent).postDataJSON()).toEqual({ id: expect.any(Number), description: 'Whistles, once.' });
      await ada.row('Browser Kettle').waitFor();
    },
    patience,
  );

  it(
    'deletes several products, finds them in the trash, and restores one',
    async () => {
      await ada.goTo('/products?filter={}&sort=name&order=DESC');
      await ada.page.getByRole('button', { name: 'Sort by name ascending' }).waitFor();
      await eventually(async () => {
        const names = await ada.column('name');
        expect(names).toHaveLength(25);
        expect(names).toEqual(names.toSorted().toReversed());
      });
      const [first = '', second = ''] = (await ada.column('sku')).map((sku) => sku.trim());
      await ada.row(first).getByRole('checkbox').check();
      await ada.row(second).getByRole('checkbox').check();
      await ada.sees('2 items selected');
      await ada.photograph('10-products-selected');
      await ada.press('Delete');
      await ada.photograph('11-products-delete');
      await ada.answer('Yes');
      await ada.row(first).waitFor({ state: 'detached' });
      await ada.row(second).waitFor({ state: 'detached' });

      await ada.tab('Trash').click();
      await ada.row(first).waitFor();
      await ada.row(second).waitFor();
      await ada.photograph('12-products-trash');
      await ada.row(first).getByRole('button', { name: 'Restore' }).click();
      await ada.row(first).waitFor({ state: 'detached' });
      await ada.isTold('Restored');
      expect(await ada.row(second).count()).toBe(1);

      await ada.tab('All').click();
      await ada.row(first).waitFor();
    },
    patience,
  );

  it(
    'makes an order with lines, and takes it through its states',
    async () => {
      await ada.choose('Orders');
      await ada.sees(/^1-25 of \d+$/);
      await ada.photograph('13-orders');
      await ada.page.getByRole('link', { name: 'Create' }).click();
      await ada.pick(ada.field('Customer'), 'a');
      await ada.pick(ada.field('Product').first(), 'Browser Kettle');
      await ada.field('Quantity').first().fill('2');
      await ada.press('Add line');
      await ada.pick(ada.field('Product').nth(1), 'o');
      await ada.photograph('14-order-new');
      await ada.press('Save draft');
      await ada.page.getByRole('heading', { name: /^Order #\d+$/, level: 1 }).waitFor();
      await ada.photograph('15-order-draft');

      await ada.page.getByRole('button', { name: 'Remove' }).nth(1).click();
      await ada.page.getByTestId('lines-total').filter({ hasText: '€41.00' }).waitFor();
      await ada.press('Place order');
      await ada.isTold(/is placed/);
      await ada.page.getByRole('table', { name: 'Lines' }).getByText('Browser Kettle').waitFor();
      await ada.photograph('16-order-placed');

      for (const [button, status] of [
        ['Mark as paid', 'paid'],
        ['Ship', 'shipped'],
        ['Mark as delivered', 'delivered'],
      ] as const) {
        await ada.press(button);
        await ada.page.locator(`[data-status=${status}]`).waitFor();
      }
      await ada.photograph('17-order-delivered');
      expect(await ada.page.getByRole('button', { name: 'Cancel order' }).count()).toBe(0);
    },
    patience,
  );

  it(
    'is told what is out of stock, and gets the stock of a cancelled order back',
    async () => {
      const stock = async (expected: string) => {
        await ada.goTo('/products?filter={"q":"Browser Kettle"}');
        await ada.row('Browser Kettle').locator('.column-stock').getByText(expected, { exact: true }).waitFor();
      };
      const order = async (quantity: string) => {
        await ada.goTo('/orders/create');
        await ada.pick(ada.field('Customer'), 'a');
        await ada.pick(ada.field('Product').first(), 'Browser Kettle');
        await ada.field('Quantity').first().fill(quantity);
        await ada.press('Save draft');
        await ada.page.getByRole('heading', { name: /^Order #\d+$/, level: 1 }).waitFor();
        await ada.press('Place order');
      };
      await stock('1');
      await order('2');
      await ada.isTold(/Browser Kettle/);
      await ada.photograph('18-order-out-of-stock');
      await ada.page.locator('[data-status=draft]').waitFor();

      await ada.field('Quantity').first().fill('1');
      await ada.press('Place order');
      await ada.page.locator('[data-status=placed]').waitFor();
      const placed = new URL(ada.page.url()).hash.slice(1);
      await stock('0');

      await ada.goTo(placed);
      await ada.press('Cancel order');
      await ada.answer('Cancel order');
      await ada.page.locator('[data-status=cancelled]').waitFor();
      await ada.photograph('19-order-cancelled');
      await stock('1');
    },
    patience,
  );

  it(
    'shows customers with their orders',
    async () => {
      await ada.choose('Customers');
      await ada.sees(/^1-25 of \d+$/);
      await ada.photograph('20-customers');
      const [name = ''] = await ada.column('name');
      await ada.page.locator('tbody tr').first().click();
      await ada.page.locator('.MuiCard-root .column-number').first().waitFor();
      await ada.photograph('21-customer');

      await ada.choose('Orders');
      await ada.pick(ada.field('Customer'), name);
      await eventually(async () => {
        expect(new Set(await ada.column('customer.name'))).toEqual(new Set([name]));
      });
    },
    patience,
  );

  it(
    'shows categories as a tree, and refuses a circle at its field',
    async () => {
      await ada.choose('Categories');
      await ada.page.getByRole('link', { name: 'Cookware' }).waitFor();
      await ada.photograph('22-categories');
      await ada.page.getByRole('link', { name: 'Kitchen', exact: true }).click();
      await ada.pick(ada.field('Below'), 'Cookware');
      await ada.press('Save');
      await ada.isRefused('Below', 'A category cannot stand below itself.');
      await ada.photograph('23-category-circle');
    },
    patience,
  );

  it(
    'has written down who changed what',
    async () => {
      await ada.goTo('/audit-entries');
      await ada.row('place').first().waitFor();
      await ada.row('place').first().click();
      await ada.page.getByRole('table', { name: 'Changes' }).getByText('placed', { exact: true }).waitFor();
      await ada.photograph('24-audit');
    },
    patience,
  );

  it(
    'lets the owner see to the staff and the settings',
    async () => {
      await ada.choose('Staff');
      await ada.row(DEMO_OWNER).waitFor();
      await ada.photograph('25-staff');
      await ada.row(DEMO_OWNER).click();
      await ada.field('May log in').uncheck();
      await ada.press('Save');
      await ada.isTold(/Nobody deletes or deactivates himself/);
      await ada.photograph('26-staff-refused');

      await ada.choose('Settings');
      await ada.field('Currency').fill('eur');
      await ada.press('Save');
      await ada.isRefused('Currency', 'three capitals');
      await ada.photograph('27-settings-refused');
      await ada.field('Currency').fill('GBP');
      await ada.press('Save');
      await ada.isTold('The settings are saved');
      await ada.choose('Products');
      await ada.sees(/^£/);
    },
    patience,
  );

  it(
    'ends with signing out',
    async () => {
      await ada.page.getByRole('button', { name: 'Profile' }).click();
      await ada.page.getByRole('menuitem', { name: 'Logout' }).click();
      await ada.press('Sign in');
      expect(await ada.page.context().cookies()).toEqual([]);
      expect(ada.complaints).toEqual([]);
      await ada.leave();
    },
    patience,
  );

  it(
    'shows a clerk no staff, no settings, no trash and nothing to delete',
    async () => {
      const clerk = await AdminVisitor.arrive(browser, shop.url, 'dark');
      await clerk.signIn('cleo@north.example', DEMO_PASSWORD);
      await clerk.sees('Revenue this month');
      await clerk.page.locator('.recharts-area-curve').waitFor();
      await clerk.photograph('28-dashboard-of-a-clerk-dark');
      const items = await clerk.page.getByRole('menuitem').allInnerTexts();
      expect(items.map((item) => item.trim())).toEqual(['Dashboard', 'Orders', 'Products', 'Categories', 'Customers']);

      await clerk.choose('Products');
      await clerk.sees(/^1-25 of \d\d$/);
      expect(await clerk.page.getByRole('checkbox').count()).toBe(0);
      expect(await clerk.tab('Trash').count()).toBe(0);
      expect(await clerk.page.getByRole('link', { name: 'Create' }).count()).toBe(0);
      await clerk.photograph('29-products-of-a-clerk-dark');
      await clerk.choose('Orders');
      await clerk.sees(/^1-25 of \d+$/);
      await clerk.photograph('30-orders-dark');

      clerk.refusals.push(/^403 .*\/api\/staff/);
      await clerk.goTo('/staff');
      await clerk.sees('Access denied');
      await clerk.photograph('31-staff-denied-dark');
      expect(clerk.complaints).toEqual([]);
      await clerk.leave();
    },
    patience,
  );
});
