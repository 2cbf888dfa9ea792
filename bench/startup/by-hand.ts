import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  type ModuleMetadata,
  NotFoundException,
  Param,
  ParseIntPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
  PartialType,
} from '@nestjs/swagger';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Repository } from 'typeorm';
import type { Row } from './entity.js';

/** The same resources as one writes them by hand: DTOs, a controller and a repository for each entity. */
export function byHand(entities: readonly (new () => Row)[]): ModuleMetadata {
  return { imports: [TypeOrmModule.forFeature([...entities])], controllers: entities.map(makeController) };
}

function makeController(entity: new () => Row, number: number): new (rows: Repository<Row>) => object {
  class CreateRow {
    @ApiProperty() @IsString() @Length(1, 80) name!: string;
    @ApiProperty() @IsString() @Length(1, 120) title!: string;
    @ApiPropertyOptional({ type: Number, nullable: true }) @IsOptional() @IsInt() size?: number | null;
    @ApiPropertyOptional() @IsOptional() @IsBoolean() active?: boolean;
    @ApiPropertyOptional({ type: String, nullable: true }) @IsOptional() @IsString() note?: string | null;
    @ApiProperty() @IsInt() rank!: number;
  }

  class UpdateRow extends PartialType(CreateRow) {}

  class RowRead {
    @ApiProperty() id!: number;
    @ApiProperty() name!: string;
    @ApiProperty() title!: string;
    @ApiProperty({ type: Number, nullable: true }) size!: number | null;
    @ApiProperty() active!: boolean;
    @ApiProperty({ type: String, nullable: true }) note!: string | null;
    @ApiProperty() rank!: number;
    @ApiProperty() createdAt!: Date;
  }

  class RowPage {
    @ApiProperty({ type: [RowRead] }) items!: RowRead[];
    @ApiProperty() total!: number;
  }

  class ListRows {
    @ApiPropertyOptional() @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1000) limit: number = 50;
    @ApiPropertyOptional() @IsOptional() @Type(() => Number) @IsInt() @Min(1) page: number = 1;
    @ApiPropertyOptional() @IsOptional() @IsIn(['id', 'name', 'rank', 'createdAt']) sort: keyof Row = 'id';
    @ApiPropertyOptional() @IsOptional() @IsString() name?: string;
  }

  for (const dto of [CreateRow, UpdateRow, RowRead, RowPage]) {
    Object.defineProperty(dto, 'name', { value: `${dto.name}${number}` });
  }

  @ApiTags(`rows-${number}`)
  @Controller(`rows-${number}`)
  class RowController {
    constructor(@InjectRepository(entity) private readonly rows: Repository<Row>) {}

    @Get()
    @ApiOkResponse({ type: RowPage })
    async list(@Query() { limit, page, sort, name }: ListRows): Promise<RowPage> {
      const [items, total] = await this.rows.findAndCount({
        where: { ...(name !== undefined && { name }) },
        order: { [sort]: 'ASC' },
        take: limit,
        skip: (page - 1) * limit,
      });
      return { items, total };
    }

    @Get(':id')
    @ApiOkResponse({ type: RowRead })
    @ApiNotFoundResponse()
    async one(@Param('id', ParseIntPipe) id: number): Promise<RowRead> {
      const row = await this.rows.findOneBy({ id });
      if (!row) throw new NotFoundException();
      return row;
    }

    @Post()
    @ApiCreatedResponse({ type: RowRead })
    create(@Body() body: CreateRow): Promise<RowRead> {
      return this.rows.save(this.rows.create(body));
    }

    @Patch(':id')
    @ApiOkResponse({ type: RowRead })
    @ApiNotFoundResponse()
    async update(@Param('id', ParseIntPipe) id: number, @Body() body: UpdateRow): Promise<RowRead> {
      const row = await this.rows.findOneBy({ id });
      if (!row) throw new NotFoundException();
      return this.rows.save(this.rows.merge(row, body));
    }

    @Delete(':id')
    @HttpCode(204)
    @ApiNoContentResponse()
    @ApiNotFoundResponse()
    async remove(@Param('id', ParseIntPipe) id: number): Promise<void> {
      const { affected } = await this.rows.delete(id);
      if (affected !== 1) throw new NotFoundException();
    }
  }
  return RowController;
}
