import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { CLOCK, type Clock, SHOP_OPTIONS, type ShopOptions } from '../shop-options.js';
import { AuthController } from './auth.controller.js';
import { LoginLimit } from './login-limit.js';
import { SessionGuard } from './session.guard.js';
import { Sessions } from './sessions.js';

@Module({
  imports: [
    JwtModule.registerAsync({
      inject: [SHOP_OPTIONS],
      useFactory: ({ secret }: ShopOptions) => ({
        secret,
        signOptions: { algorithm: 'HS256', issuer: 'restview-shop' },
        verifyOptions: { algorithms: ['HS256'], issuer: 'restview-shop' },
      }),
    }),
  ],
  controllers: [AuthController],
  providers: [
    Sessions,
    {
      provide: LoginLimit,
      inject: [SHOP_OPTIONS, CLOCK],
      useFactory: ({ loginLimits }: ShopOptions, now: Clock) =>
        new LoginLimit(loginLimits ?? { tries: 5, triesFromAddress: 50, seconds: 15 * 60 }, now),
    },
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
})
export class AuthModule {}
