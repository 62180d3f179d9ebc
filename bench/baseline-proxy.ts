/** The baseline of bench/gateway.ts: http-proxy-middleware on Express, passing everything through, with keep-alive. */
import { Agent } from 'node:http';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';

const app = express();
app.use(createProxyMiddleware({ target: process.env.TARGET ?? '', agent: new Agent({ keepAlive: true }) }));
app.listen(Number(process.env.PORT), '127.0.0.1');
