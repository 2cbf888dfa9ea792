import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/public.decorator.js';

/** Stands at `/` where the admin page is not built. */
@Public()
@ApiExcludeController()
@Controller()
export class NoPageController {
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  say(): string {
    return `<!doctype html>
<html lang="en">
  <title>Restview shop</title>
  <p>The shop is open, but its admin page is not built. The API is described at <a href="/api/docs">/api/docs</a>.</p>
</html>
`;
  }
}
