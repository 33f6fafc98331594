import '../../../libs/adapters-postgres/src/testing/test-database';
import '@moorage/test-kit';
import '@nestjs/testing';
import '@moorage/personal-connector'; // violates tests:apps/gateway
import 'left-pad'; // violates tests:apps/gateway
