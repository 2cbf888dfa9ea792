import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';

/** Its ISO code is its key. */
@Entity()
export class Country {
  @PrimaryColumn({ length: 2 }) code!: string;
  @Column({ length: 60 }) name!: string;
}

@Entity()
export class Author {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ length: 120, unique: true }) email!: string;
  @Column({ type: 'varchar', length: 2, nullable: true }) countryCode!: string | null;
  @ManyToOne(() => Country, { nullable: true, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'countryCode' })
  country!: Relation<Country> | null;
  @OneToOne(() => Profile, (profile) => profile.author) profile!: Relation<Profile> | null;
  @OneToMany(() => Post, (post) => post.author) posts!: Relation<Post>[];
}

/** One for each author. */
@Entity()
export class Profile {
  @PrimaryGeneratedColumn() id!: number;
  @Column() authorId!: number;
  @OneToOne(() => Author, (author) => author.profile, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'authorId' })
  author!: Relation<Author>;
  @Column({ type: 'text' }) bio!: string;
  @Column({ type: 'varchar', length: 120, nullable: true }) website!: string | null;
}

/** A tree. */
@Entity()
export class Category {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 60, unique: true }) name!: string;
  @Column({ type: 'int', nullable: true }) parentId!: number | null;
  @ManyToOne(() => Category, (category) => category.children, { nullable: true, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'parentId' })
  parent!: Relation<Category> | null;
  @OneToMany(() => Category, (category) => category.parent) children!: Relation<Category>[];
}

@Entity()
export class Tag {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40, unique: true }) name!: string;
  @ManyToMany(() => Post, (post) => post.tags) posts!: Relation<Post>[];
}

@Entity()
export class Post {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80, unique: true }) slug!: string;
  @Column({ length: 120 }) title!: string;
  @Column({ type: 'text' }) body!: string;
  @Column({ type: Date, nullable: true }) publishedAt!: Date | null;
  @Column() authorId!: number;
  @ManyToOne(() => Author, (author) => author.posts, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'authorId' })
  author!: Relation<Author>;
  @ManyToOne(() => Category, { nullable: true, onDelete: 'SET NULL' })
  category!: Relation<Category> | null;
  @ManyToMany(() => Tag, (tag) => tag.posts)
  @JoinTable()
  tags!: Relation<Tag>[];
  @OneToMany(() => Remark, (remark) => remark.post) remarks!: Relation<Remark>[];
  @OneToMany(() => Translation, (translation) => translation.post) translations!: Relation<Translation>[];
  @CreateDateColumn() createdAt!: Date;
}

/** A comment on a post, or an answer to another comment. */
@Entity()
export class Remark {
  @PrimaryGeneratedColumn() id!: number;
  @Column() postId!: number;
  @ManyToOne(() => Post, (post) => post.remarks, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'postId' })
  post!: Relation<Post>;
  @Column({ type: 'int', nullable: true }) parentId!: number | null;
  @ManyToOne(() => Remark, (remark) => remark.replies, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'parentId' })
  parent!: Relation<Remark> | null;
  @OneToMany(() => Remark, (remark) => remark.parent) replies!: Relation<Remark>[];
  @Column({ length: 60 }) by!: string;
  @Column({ type: 'text' }) text!: string;
}

/** A post in another language; post and language are its key. */
@Entity()
export class Translation {
  @PrimaryColumn() postId!: number;
  @PrimaryColumn({ length: 10 }) locale!: string;
  @ManyToOne(() => Post, (post) => post.translations, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'postId' })
  post!: Relation<Post>;
  @Column({ length: 120 }) title!: string;
  @Column({ type: 'text' }) body!: string;
}
