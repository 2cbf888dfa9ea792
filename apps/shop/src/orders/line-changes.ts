import type { UpdateOf } from 'nestjs-restview';
import type { OrderLine } from '../entities/order-line.js';
import type { OrderRead } from '../schemas/order.js';

type SentLines = NonNullable<UpdateOf<OrderRead>['lines']>;

/** Whether a body asks for other lines than the order has; a client may send back what it has read. */
export function changesLines(lines: readonly OrderLine[], sent: SentLines): boolean {
  const stored = new Map(lines.map((line) => [line.id, line]));
  const isSame = sent.every((item) => {
    const line = 'id' in item ? stored.get(Number(item.id)) : undefined;
    return (
      line !== undefined &&
      (item.productId === undefined || item.productId === line.productId) &&
      (item.quantity === undefined || item.quantity === line.quantity)
    );
  });
  return !isSame || sent.length !== lines.length;
}

/** `2 × 7, 1 × 12`: how many of which product, for the audit trail. */
export function linesInWords(lines: readonly OrderLine[] | undefined): string | null {
  const words = lines?.map(({ productId, quantity }) => `${quantity} × ${productId}`);
  return words?.join(', ') ?? null;
}
