import { Command } from 'commander'
import { faceCalibrateCommand } from './face-calibrate.ts'
import { faceCohortCommand } from './face-cohort.ts'
import { faceCompareCommand } from './face-compare.ts'
import { faceDoctorCommand } from './face-doctor.ts'
import { faceEvaluateCommand } from './face-evaluate.ts'
import { addLivenessCommands } from './face-liveness.ts'
import { faceVerifyCommand } from './face-verify.ts'

export function faceCommand(): Command {
  const face = new Command('face')
    .description('compare faces, and measure how well that works')
    .addCommand(faceCompareCommand())
    .addCommand(faceVerifyCommand())
    .addCommand(faceEvaluateCommand())
    .addCommand(faceCohortCommand())
    .addCommand(faceCalibrateCommand())
    .addCommand(faceDoctorCommand())
  addLivenessCommands(face)
  return face
}
