package app.aldis.camera

import android.content.Context
import android.view.TextureView
import app.aldis.shell.FrameSource

/** The camera of this build: CameraX, which knows the quirks of many phones. */
fun cameraSource(context: Context, preview: TextureView): FrameSource = CameraXFrames(context, preview)
