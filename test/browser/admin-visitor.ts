import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

/** Answers of the server that the page shows where they belong. */
const shown = new Set([401, 409, 422]);

/** Somebody at the admin page: what a person does and sees there, in a person's words. */
export class AdminVisitor {
  readonly #errors: string[] = [];

  /** What the server was expected to refuse: react-admin writes it to the console too. */
  readonly refusals: (string | RegExp)[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {
    page.on('pageerror', (error) => this.#errors.push(error.message));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) this.#errors.push(text);
    });
    page.on('response', (answer) => {
      const status = answer.status();
      if (status >= 400 && !shown.has(status)) this.#errors.push(`${String(status)} ${answer.url()}`);
    });
  }

  static async arrive(browser: Browser, url: string, colorScheme: 'light' | 'dark' = 'light'): Promise<AdminVisitor> {
    const context = await browser.newContext({
      viewport: { width: 1360, height: 850 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      colorScheme,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(url);
    return new AdminVisitor(context, page, url);
  }

  /** Errors of scripts, and requests that failed without a reason to fail. */
  get complaints(): readonly string[] {
    return this.#errors.filter((text) => !this.refusals.some((words) => new RegExp(words).test(text)));
  }

  leave(): Promise<void> {
    return this.context.close();
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.field('Email').fill(email);
    await this.page.locator('input[name=password]').fill(password);
    await this.press('Sign in');
  }

  /** Follows the menu. */
  async choose(item: string): Promise<void> {
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Goes to an address of the page, as by a bookmark in a new window. */
  async goTo(path: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.url}/#${path}`);
  }

  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** Presses a button of the dialog that is open. */
  async answer(button: string): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name, exact: true });
  }

  /** An input by its label, required or not. */
  field(label: string): Locator {
    return this.page
      .getByLabel(new RegExp(`^${label}(\\s*\\*)?$`))
      .and(this.page.locator('input, textarea, [role=combobox]'));
  }

  /** Types into a field that searches, and takes the first that it finds. */
  async pick(field: Locator, text: string): Promise<void> {
    await field.click();
    await field.fill(text);
    await this.page.getByRole('option', { name: text }).first().click();
  }

  /** The row of the table that has the text. */
  row(text: string | RegExp): Locator {
    return this.page.getByRole('row').filter({ hasText: text });
  }

  /** Waits until the text is to be seen. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Waits until the text is not to be seen any more. */
  async misses(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ state: 'hidden' });
  }

  /** Waits until a field says what the server has against it. */
  async isRefused(label: string, words: string | RegExp): Promise<void> {
    this.refusals.push(words);
    const control = this.page.locator('.MuiFormControl-root').filter({ has: this.field(label) });
    await control.locator('.MuiFormHelperText-root.Mui-error').filter({ hasText: words }).waitFor();
  }

  /** Waits for a notification. */
  async isTold(text: string | RegExp): Promise<void> {
    this.refusals.push(text);
    const notice = this.page.getByRole('alert').or(this.page.locator('.MuiSnackbar-root')).filter({ hasText: text });
    await notice.first().waitFor();
  }

  /** The texts of a column, from the top. */
  async column(source: string): Promise<readonly string[]> {
    return this.page.locator(`tbody .column-${source.replace('.', '\\.')}`).allInnerTexts();
  }

  /** Keeps what is to be seen in `temp/screenshots`, once nothing is on its way. */
  async photograph(name: string): Promise<void> {
    await this.page.waitForLoadState('networkidle');
    await this.page.locator('.RaLoadingIndicator-loader').waitFor({ state: 'hidden' });
    await this.page.screenshot({ path: `temp/screenshots/${name}.png`, fullPage: true, animations: 'disabled' });
  }
}
