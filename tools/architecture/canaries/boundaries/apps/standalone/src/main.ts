import '@moorage/gateway';
import '@moorage/test-kit'; // violates row:apps/standalone
import '@modelcontextprotocol/server'; // violates row:apps/standalone
