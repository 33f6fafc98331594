import '@modelcontextprotocol/server';
import '@moorage/gateway'; // violates row:apps/standalone/src/demo
import 'pg'; // violates row:apps/standalone/src/demo
