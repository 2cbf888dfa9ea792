import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const bareError = 'Throw a ConfigurationError (a mistake of the developer) or a problem (a mistake of the client).';

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', 'coverage/', 'temp/', '**/*-api.ts']),

  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A Nest module is a class without members.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A leading underscore marks an argument that a signature asks for and the body does not need.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Nest and TypeORM declare their options as classes and take plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['libs/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ThrowStatement > NewExpression[callee.name=/^(Error|TypeError|RangeError)$/]',
          message: bareError,
        },
        { selector: 'ThrowStatement > CallExpression[callee.name="Error"]', message: bareError },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'apps/*/test/**/*.ts'],
    rules: {
      // The JSON of an answer has no static type; the assertion on it is the check.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // A fixture's method has to return a promise where the framework asks for one.
      '@typescript-eslint/require-await': 'off',
      // A test knows that the element it has just stored is there.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['test/types/**/*.ts'],
    rules: {
      // Type tests are declarations that only the compiler reads.
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      sourceType: 'module',
      globals: Object.fromEntries(
        ['process', 'console', 'globalThis', 'URL', 'setTimeout', 'clearTimeout', 'fetch', 'Buffer'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  prettier,
);
