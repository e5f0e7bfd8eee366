package app.aldis.camera

import android.content.Context
import android.view.TextureView
import app.aldis.shell.FrameSource

/** The camera of this build: the framework's own. */
fun cameraSource(context: Context, preview: TextureView): FrameSource = Camera2Frames(context, preview)
