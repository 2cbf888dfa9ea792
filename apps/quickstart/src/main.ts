import 'reflect-metadata';
import * as restview from 'nestjs-restview';

console.log(Object.keys(restview));
