import { Body, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiParam, ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty } from 'class-validator';
import { Ctx, Field, Id, Nested, ReadOnly, Referrers, RestView, View, type ViewContext } from 'nestjs-restview';
import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import type { Database } from '../setup/databases.js';
import type { Platform } from '../setup/platforms.js';

const GENRES = ['drama', 'comedy', 'noir'] as const;

@Entity()
export class Studio {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @OneToMany(() => Film, (film) => film.studio) films!: Relation<Film>[];
}

@Entity()
@Index(['minutes', 'id'])
export class Film {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 200 }) title!: string;
  @Column({ type: 'varchar', length: 200, nullable: true }) tagline!: string | null;
  @Column({ type: 'simple-enum', enum: GENRES, default: 'drama' }) genre!: (typeof GENRES)[number];
  @Column({ type: 'int', nullable: true }) minutes!: number | null;
  @Column({ type: 'bigint', default: '0' }) gross!: string;
  @Column({ type: 'decimal', precision: 4, scale: 2, nullable: true }) rating!: string | null;
  @Column({ default: false }) released!: boolean;
  @Column({ type: 'date', nullable: true }) premiere!: string | null;
  @Column({ type: 'int', nullable: true }) studioId!: number | null;
  @ManyToOne(() => Studio, (studio) => studio.films, { nullable: true }) studio!: Relation<Studio> | null;
  @OneToMany(() => Review, (review) => review.film) reviews!: Relation<Review>[];
  @CreateDateColumn() createdAt!: Date;
}

@Entity()
export class Review {
  @PrimaryGeneratedColumn() id!: number;
  @Column() filmId!: number;
  @Column() stars!: number;
  @Column({ length: 80 }) author!: string;
  @ManyToOne(() => Film, (film) => film.reviews, { onDelete: 'CASCADE' }) film!: Relation<Film>;
}

/** Named by two columns. */
@Entity()
export class Seat {
  @PrimaryColumn({ length: 20 }) hall!: string;
  @PrimaryColumn() place!: number;
  @Column({ length: 20, default: 'plain' }) kind!: string;
}

class StudioRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class ReviewRead {
  @ReadOnly() readonly id!: number;
  @Field() stars!: number;
  @Field() author!: string;
}

export class FilmRead {
  @ReadOnly() readonly id!: number;
  @Field() @IsNotEmpty() title!: string;
  @Field() tagline!: string | null;
  @Field() genre!: (typeof GENRES)[number];
  @Field() minutes!: number | null;
  @Field() gross!: string;
  @Field() rating!: string | null;
  @Field() released!: boolean;
  @Field() premiere!: string | null;
  @Field() studioId!: number | null;
  @ReadOnly() @Nested(() => StudioRead) readonly studio!: StudioRead | null;
  @ReadOnly() @Nested(() => ReviewRead, { include: 'optional' }) readonly reviews?: ReviewRead[];
  @ReadOnly() readonly createdAt!: Date;
}

class Release {
  @ApiProperty({ type: String, format: 'date' }) on!: string;
}

class Imported {
  @ApiProperty({ type: 'integer' }) count!: number;
}

@View('films', {
  model: Film,
  schema: FilmRead,
  searchFields: ['title'],
  extraQueryParams: ['longerThan'],
  maxPageSize: 2000,
  limits: { maxValues: 50 },
})
export class FilmView extends Referrers(RestView<Film, FilmRead>) {
  override applyQueryParams(...[rows, query, context]: Parameters<RestView<Film, FilmRead>['applyQueryParams']>) {
    const [minutes] = query.extra.longerThan ?? [];
    if (minutes !== undefined) rows.andWhere('film.minutes > :longerThan', { longerThan: Number(minutes) });
    return super.applyQueryParams(rows, query, context);
  }

  @Get('statistics')
  @ApiOkResponse({ type: Imported })
  async statistics(@Ctx() context: ViewContext) {
    return { count: await this.buildQuery(context).getCount() };
  }

  @Get('titles')
  @Header('content-type', 'text/plain')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  async titles(@Ctx() context: ViewContext) {
    return (await this.buildQuery(context).orderBy('film.id').getMany()).map(({ title }) => title).join('\n');
  }

  @Post('import')
  @HttpCode(200)
  @ApiBody({ schema: { type: 'array', items: { type: 'string' } } })
  @ApiOkResponse({ type: Imported })
  async import(@Body() titles: string[], @Ctx() context: ViewContext) {
    await this.writeAction('import', { entity: null }, context, async ({ manager }) => {
      await manager.insert(
        Film,
        titles.map((title) => ({ title })),
      );
    });
    return { count: titles.length };
  }

  @Post(':id/release')
  @HttpCode(200)
  @ApiBody({ type: Release })
  @ApiOkResponse({ type: FilmRead })
  async release(@Id() id: number, @Body() { on }: Release, @Ctx() context: ViewContext) {
    const film = await this.handleGetOne(id, context);
    await this.writeAction('release', { entity: film }, context, () => {
      Object.assign(film, { released: true, premiere: on });
    });
    return this.toResponse(film);
  }
}

/** Only counted pages. */
@View('film-pages', { model: Film, schema: FilmRead, pageKinds: ['page'], maxPageSize: 2000, filterable: ['minutes'] })
export class FilmPageView extends RestView<Film, FilmRead> {}

/** Only walks. */
@View('film-walks', {
  model: Film,
  schema: FilmRead,
  pageKinds: ['cursor'],
  maxPageSize: 2000,
  filterable: ['minutes'],
})
export class FilmWalkView extends RestView<Film, FilmRead> {}

/** Bare arrays. */
@View('film-arrays', {
  model: Film,
  schema: FilmRead,
  includePaginationMetadata: false,
  maxPageSize: 2000,
  filterable: ['minutes'],
})
export class FilmArrayView extends RestView<Film, FilmRead> {}

/** Bare arrays, by page only. */
@View('film-page-arrays', {
  model: Film,
  schema: FilmRead,
  includePaginationMetadata: false,
  pageKinds: ['page'],
  maxPageSize: 2000,
  filterable: ['minutes'],
})
export class FilmPageArrayView extends RestView<Film, FilmRead> {}

@View('seats', { model: Seat })
export class SeatView extends RestView<Seat> {}

/** Below a row of another resource. */
@ApiParam({ name: 'studioId', schema: { type: 'integer' } })
@View('studios/:studioId/films', { model: Film, schema: FilmRead, filterable: ['minutes'] })
export class StudioFilmView extends RestView<Film, FilmRead> {
  override buildQuery(context: ViewContext) {
    const studio = Number(context.request?.params?.['studioId']);
    return super.buildQuery(context).andWhere('film.studioId = :studio', { studio });
  }
}

export const cinemaEntities = [Studio, Film, Review, Seat];

/** Resources of every kind that a client meets. */
export function startCinema(database: Database, platform: Platform, prefix = ''): Promise<TestApp> {
  const views = [FilmView, FilmPageView, FilmWalkView, FilmArrayView, FilmPageArrayView, SeatView, StudioFilmView];
  return TestApp.start(
    database,
    platform,
    cinemaEntities,
    views,
    {},
    {},
    {
      configure: (app) => {
        if (prefix !== '') app.setGlobalPrefix(prefix);
      },
    },
  );
}
