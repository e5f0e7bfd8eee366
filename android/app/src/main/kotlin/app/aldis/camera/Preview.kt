package app.aldis.camera

import android.graphics.Matrix
import android.graphics.SurfaceTexture
import android.view.Surface
import android.view.TextureView
import app.aldis.shell.PictureSize
import java.nio.ByteBuffer

/** Runs [act] once the preview can be drawn on; at once where it can. */
internal fun whenPreviewed(preview: TextureView, act: () -> Unit) {
    if (preview.isAvailable) return act()
    preview.surfaceTextureListener = object : TextureView.SurfaceTextureListener {
        override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) {
            preview.surfaceTextureListener = null
            act()
        }

        override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) = Unit

        override fun onSurfaceTextureDestroyed(texture: SurfaceTexture) = true

        override fun onSurfaceTextureUpdated(texture: SurfaceTexture) = Unit
    }
}

/** The preview as something that a camera draws on, in frames of this size; null once it is gone. */
internal fun TextureView.surface(size: PictureSize): Surface? {
    val texture = surfaceTexture ?: return null
    texture.setDefaultBufferSize(size.width, size.height)
    post { fill(size) }
    return Surface(texture)
}

/** Fills the view with the middle of the upright picture, undistorted: all that is seen is read, and a little more. */
private fun TextureView.fill(size: PictureSize) {
    if (width == 0 || height == 0) return
    val upright = size.height.toFloat() / size.width
    val view = width.toFloat() / height
    val matrix = Matrix()
    if (view > upright) matrix.setScale(1f, view / upright, width / 2f, height / 2f)
    else matrix.setScale(upright / view, 1f, width / 2f, height / 2f)
    setTransform(matrix)
}

/** Notices the camera switch of Android 12 and later: it gives frames of one exact black, as no sensor does. */
internal class Blackness {
    private var frames = 0

    fun isSwitchedOff(plane: ByteBuffer, limit: Int): Boolean {
        frames = if (isFlat(plane, limit)) frames + 1 else 0
        return frames == FRAMES
    }

    private fun isFlat(plane: ByteBuffer, limit: Int): Boolean {
        if (limit < SAMPLES) return false
        val first = plane.get(0)
        if (first.toInt() and 0xff > DARK) return false
        for (at in 0 until SAMPLES) if (plane.get((at.toLong() * limit / SAMPLES).toInt()) != first) return false
        return true
    }

    private companion object {
        const val SAMPLES = 256
        const val DARK = 20

        /** About a second. */
        const val FRAMES = 25
    }
}
