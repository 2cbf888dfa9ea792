import { Body, Controller, Get, HttpCode, HttpStatus, Post, Req, Res, ValidationPipe } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  ApiBearerAuth,
  ApiCookieAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { UnsupportedMediaType } from 'nestjs-restview';
import { DataSource } from 'typeorm';
import { Staff } from '../entities/staff.js';
import { LoginLimit } from './login-limit.js';
import { LoginInput, StaffMemberAnswer } from './login.schemas.js';
import { isPassword } from './passwords.js';
import { Public } from './public.decorator.js';
import { sessionCookie } from './session-cookie.js';
import { CurrentSession, type OpenSession } from './current-session.decorator.js';
import { memberOf, Sessions } from './sessions.js';
import type { ShopRequest } from './shop-request.js';
import type { StaffMember } from './staff-member.js';
import { Unauthorized } from './unauthorized.js';

/** Signing in and out. */
@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly limit: LoginLimit,
    private readonly adapters: HttpAdapterHost,
  ) {}

  @Public()
  @ApiOperation({ operationId: 'signIn', summary: 'Sign in' })
  @Post('login')
  @HttpCode(200)
  @ApiOkResponse({ type: StaffMemberAnswer })
  async login(
    @Body(
      new ValidationPipe({
        whitelist: true,
        forbidNonWhitelisted: true,
        errorHttpStatusCode: HttpStatus.UNPROCESSABLE_ENTITY,
      }),
    )
    { email, password }: LoginInput,
    @Req() request: ShopRequest,
    @Res({ passthrough: true }) response: object,
  ): Promise<StaffMember> {
    // A form on a foreign page can send anything else, and sign a browser in as somebody who reads along.
    if (!/^application\/json\b/i.test(String(request.headers['content-type']))) throw new UnsupportedMediaType();
    const name = email.trim().toLowerCase();
    const address = request.ip ?? '';
    this.limit.begin(name, address);
    const staff = await this.#account(name);
    // The password is checked whether or not there is such an account: neither time nor words tell.
    if (!(await isPassword(password, staff?.passwordHash)) || !staff?.active) {
      throw new Unauthorized('This email and this password do not belong together.');
    }
    this.limit.succeed(name, address);
    this.#setCookie(response, sessionCookie(await this.sessions.open(staff), request));
    return memberOf(staff);
  }

  @ApiCookieAuth('session')
  @ApiBearerAuth('bearer')
  @ApiOperation({ operationId: 'signOut', summary: 'Sign out' })
  @Post('logout')
  @HttpCode(204)
  @ApiNoContentResponse()
  async logout(
    @CurrentSession() { id }: OpenSession,
    @Req() request: ShopRequest,
    @Res({ passthrough: true }) response: object,
  ): Promise<void> {
    await this.sessions.end(id);
    this.#setCookie(response, sessionCookie(undefined, request));
  }

  @ApiCookieAuth('session')
  @ApiBearerAuth('bearer')
  @ApiOperation({ operationId: 'getSignedIn', summary: 'Who is signed in' })
  @Get('me')
  @ApiOkResponse({ type: StaffMemberAnswer })
  me(@CurrentSession() { staff }: OpenSession): StaffMember {
    return staff;
  }

  #account(email: string): Promise<Staff | null> {
    return this.dataSource.manager
      .createQueryBuilder(Staff, 'staff')
      .addSelect('staff.passwordHash')
      .innerJoinAndSelect('staff.store', 'store')
      .where('staff.email = :email', { email })
      .getOne();
  }

  #setCookie(response: object, cookie: string): void {
    this.adapters.httpAdapter.setHeader(response, 'Set-Cookie', cookie);
  }
}
