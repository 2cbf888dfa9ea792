export interface Category {
  readonly id: number;
  readonly name: string;
  readonly parentId: number | null;
  readonly position: number;
}
