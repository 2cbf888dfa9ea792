/**
 * What a driver's error tells about itself. Each driver fills some of it; the message is always there.
 *
 * @internal
 */
export interface DriverError {
  readonly name: string;
  readonly message: string;
  /** SQLSTATE (pg), extended result code (better-sqlite3), symbol (mysql2) or system error (net). */
  readonly code?: string | undefined;
  /** Error number; only mysql2's has a meaning here. */
  readonly errno?: number | undefined;
  /** SQLSTATE beside `errno` (mysql2). */
  readonly sqlState?: string | undefined;
  readonly detail?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly constraint?: string | undefined;
  /** The function of the server that reports it (pg). */
  readonly routine?: string | undefined;
}

/**
 * Reads an error of any driver, without knowing the driver's classes.
 *
 * @internal
 */
export function readDriverError(error: object): DriverError {
  return {
    name: text(error, 'name') ?? '',
    message: text(error, 'message') ?? '',
    code: text(error, 'code'),
    errno: integer(error, 'errno'),
    sqlState: text(error, 'sqlState'),
    detail: text(error, 'detail'),
    table: text(error, 'table'),
    column: text(error, 'column'),
    constraint: text(error, 'constraint'),
    routine: text(error, 'routine'),
  };
}

function text(error: object, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : undefined;
}

function integer(error: object, key: string): number | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'number' ? value : undefined;
}
