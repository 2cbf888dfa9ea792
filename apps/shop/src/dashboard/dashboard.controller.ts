import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type OpenSession } from '../auth/current-session.decorator.js';
import { Dashboard } from './dashboard.js';
import { DashboardAnswer } from './dashboard.schemas.js';

@ApiTags('dashboard')
@ApiCookieAuth('session')
@ApiBearerAuth('bearer')
@Controller('dashboard')
export class DashboardController {
  constructor(private readonly dashboard: Dashboard) {}

  /** How the store of the caller does. */
  @ApiOperation({ operationId: 'getDashboard', summary: 'How the store does' })
  @Get()
  @ApiOkResponse({ type: DashboardAnswer })
  show(@CurrentSession() { staff }: OpenSession): Promise<DashboardAnswer> {
    return this.dashboard.of(staff.store.id);
  }
}
