import { Command } from 'commander'
import { faceCompareCommand } from './face-compare.ts'
import { faceEvaluateCommand } from './face-evaluate.ts'

export function faceCommand(): Command {
  return new Command('face')
    .description('compare faces, and measure how well that works')
    .addCommand(faceCompareCommand())
    .addCommand(faceEvaluateCommand())
}
