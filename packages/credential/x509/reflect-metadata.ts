// `@peculiar/x509` resolves its parts by it, and looks for it when it is loaded. In a module of its own, for bundlers run what
// is CommonJS no sooner than the body of the module that imports it, which is after that library.
import 'reflect-metadata'
