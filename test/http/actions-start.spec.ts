import { Body, Get, Post as HttpPost } from '@nestjs/common';
import { IsString } from 'class-validator';
import {
  CollectionAction,
  type CollectionWriteOptions,
  ConfigurationError,
  Ctx,
  describeView,
  Field,
  InstanceAction,
  type InstanceWriteOptions,
  MustExist,
  ReadOnly,
  RestView,
  View,
  type ViewContext,
  ViewRoute,
} from 'nestjs-restview';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) title!: string;
}

@Entity()
class Blob {
  @PrimaryColumn({ type: 'simple-json' }) key!: object;
}

class Unknown {
  @PrimaryGeneratedColumn() id!: number;
}

class NoteRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
}

class Reason {
  @IsString() reason!: string;
}

/** Options as a program without types would give them. */
const untyped = (options: object): InstanceWriteOptions => options;
const untypedForAll = (options: object): CollectionWriteOptions => options;

const mistakesOf = (view: Parameters<typeof describeView>[0]): readonly string[] => {
  try {
    describeView(view);
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.mistakes.map(({ subject, problem }) => `${subject} ${problem}`);
    throw error;
  }
  return [];
};

describe('the start stops at an action', () => {
  it.each([
    ['', 'has no path, and would take the place of a generated route.'],
    ['/', 'has no path, and would take the place of a generated route.'],
    [':id/publish', 'has the path ":id/publish", which is more than the words of one.'],
    ['tags/*', 'has the path "tags/*", which is more than the words of one.'],
    ['a b', 'has the path "a b", which is more than the words of one.'],
  ])('with the path %j', (path, problem) => {
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {
      @InstanceAction(path)
      one(_note: Note) {
        return undefined;
      }

      @CollectionAction(path)
      async all() {
        await Promise.resolve();
      }
    }
    expect(mistakesOf(NoteView)).toEqual([`NoteView.one ${problem}`, `NoteView.all ${problem}`]);
  });

  it('at the place of another one, of a custom route, or of a generated one', () => {
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {
      @InstanceAction('publish')
      publish(_note: Note) {
        return undefined;
      }

      @InstanceAction('/Publish/', { action: 'again' })
      publishAgain(_note: Note) {
        return undefined;
      }

      @InstanceAction('publish', { method: 'PUT', action: 'put' })
      put(_note: Note) {
        return undefined;
      }

      @CollectionAction('count', { method: 'GET', response: Reason })
      countAll(_context: ViewContext) {
        return new Reason();
      }

      @Get('count')
      counted() {
        return {};
      }
    }
    expect(mistakesOf(NoteView)).toEqual([
      'NoteView.publishAgain has the route POST /:id/Publish, which publishEndpoint has already.',
      'NoteView.countAll has the route GET /count, which counted has already.',
    ]);
  });

  it('with the name of another one, of a generated action, or of a method of RestView', () => {
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {
      @InstanceAction('one', { action: 'delete' })
      one(_note: Note) {
        return undefined;
      }

      @InstanceAction('two', { action: 'same' })
      two(_note: Note) {
        return undefined;
      }

      @InstanceAction('three', { action: 'same' })
      three(_note: Note) {
        return undefined;
      }

      @InstanceAction('copy')
      override snapshot(note: Note) {
        return note;
      }

      @InstanceAction('act')
      action(_note: Note) {
        return undefined;
      }
    }
    expect(mistakesOf(NoteView)).toEqual([
      'NoteView.snapshot is an action, and snapshot is a method of RestView.',
      'NoteView.action is an action, and handleAction is a method of RestView.',
      'NoteView.one is the action "delete", which is that of a generated route already.',
      'NoteView.three is the action "same", which is that of two already.',
    ]);
  });

  it('that is two things', () => {
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {
      @InstanceAction('one')
      @CollectionAction('all')
      async twice() {
        await Promise.resolve();
      }

      @HttpPost('routed')
      @InstanceAction('routed')
      routed(_note: Note) {
        return undefined;
      }

      @InstanceAction('wired')
      wired(_note: Note) {
        return undefined;
      }

      @HttpPost('wired')
      wiredEndpoint() {
        return {};
      }

      @InstanceAction('bodied')
      bodied(@Body() _note: Note, @Ctx() _context: ViewContext) {
        return undefined;
      }
    }
    expect(mistakesOf(NoteView)).toEqual([
      'NoteView.twice is two actions.',
      'NoteView.routed is an action and has a route decorator.',
      'NoteView.wiredEndpoint has a route decorator, and answers for the action wired.',
      'NoteView.bodied is an action and has decorated parameters.',
    ]);
  });

  it('with options that make no sense', () => {
    @View('notes', { model: Note, schema: NoteRead })
    class NoteView extends RestView<Note, NoteRead> {
      @InstanceAction('a', untyped({ bodi: Reason, body: undefined }))
      a(_note: Note) {
        return undefined;
      }

      @InstanceAction('b', untyped({ method: 'HEAD' }))
      b(_note: Note) {
        return undefined;
      }

      @InstanceAction('c', untyped({ method: 'GET', body: Reason, creates: true, lock: true }))
      c(_note: Note) {
        return undefined;
      }

      @CollectionAction('d', untypedForAll({ lock: true }))
      async d() {
        await Promise.resolve();
      }

      @InstanceAction('e', { status: 404 })
      e(_note: Note) {
        return undefined;
      }

      @InstanceAction('f', { status: 204 })
      f(_note: Note) {
        return undefined;
      }

      @CollectionAction('g', { creates: true, response: Reason })
      g() {
        return new Reason();
      }
    }
    expect(mistakesOf(NoteView)).toEqual([
      'NoteView.a has the option "bodi", which actions do not have. Did you mean "body"?',
      'NoteView.a has the option "body", which is undefined.',
      'NoteView.b has the method HEAD.',
      'NoteView.c is a GET, which has no body.',
      'NoteView.c is a GET, which makes no rows.',
      'NoteView.c is a GET, which locks no row.',
      'NoteView.d has no row to lock.',
      'NoteView.e has the status 404, which is no success.',
      'NoteView.f has the status 204, which has no content, and answers with some.',
      'NoteView.g makes rows and answers with something else.',
    ]);
  });

  it('on one row of a view that no path can carry the key of', () => {
    @View('blobs', { model: Blob, routes: [ViewRoute.GET_MANY] })
    class BlobView extends RestView<Blob> {
      @InstanceAction('read')
      read(_blob: Blob) {
        return undefined;
      }
    }
    expect(mistakesOf(BlobView)).toContain(
      'BlobView.read is an action on one row, and no path can carry the key of this view.',
    );
  });

  it('with a body or an answer whose marks are wrong', async () => {
    class Wrong {
      @Field() titel!: string;
      @ReadOnly() @IsString() fine!: string;
      undecorated = 1;
    }
    class Lost {
      @MustExist(() => Unknown) unknownId!: number;
    }
    @View('notes', { model: Note })
    class NoteView extends RestView<Note> {
      @InstanceAction('a', { body: Wrong })
      a(_note: Note, _data: Wrong) {
        return undefined;
      }
    }
    @View('other-notes', { model: Note })
    class LostView extends RestView<Note> {
      @InstanceAction('b', { body: Lost })
      b(_note: Note, _data: Lost) {
        return undefined;
      }
    }
    expect(mistakesOf(NoteView)).toEqual([
      expect.stringContaining('Wrong.undecorated carries no decorator'),
      expect.stringContaining('Wrong.titel is marked @Field(), but Note has no column "titel"'),
    ]);
    const [database] = databases;
    const start = TestApp.start(database!, express, [Note], [LostView]);
    await expect(start).rejects.toThrow(/Lost\.unknownId: refers to Unknown, which is no entity/);
  });

  it('of a class that does not extend RestView, at once', () => {
    const declare = () => {
      class Plain {
        // @ts-expect-error the types forbid it too
        @InstanceAction('one')
        one(_row: object) {
          return undefined;
        }
      }
      return Plain;
    };
    expect(declare).toThrow(/Plain\.one.*is decorated with @InstanceAction, which is for methods/s);
  });

  it('that a view does not have and excludes', () => {
    @View('notes', { model: Note, excludeRoutes: ['publsh'] })
    class NoteView extends RestView<Note> {
      @InstanceAction('publish')
      publish(_note: Note) {
        return undefined;
      }
    }
    expect(mistakesOf(NoteView)).toEqual([
      'NoteView: "excludeRoutes" names "publsh", which is not a route of the view.',
    ]);
  });
});
