import '../../domain/src/main'; // violates only-the-index-of-others
