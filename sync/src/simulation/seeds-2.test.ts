import { declareSeeds } from './seeds.ts'

declareSeeds(2)
