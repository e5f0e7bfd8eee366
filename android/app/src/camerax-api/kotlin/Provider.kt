// As CameraX.kt.
package androidx.camera.lifecycle

import android.content.Context
import androidx.camera.core.Camera
import androidx.camera.core.CameraSelector
import androidx.camera.core.UseCase
import androidx.lifecycle.LifecycleOwner
import com.google.common.util.concurrent.ListenableFuture

abstract class ProcessCameraProvider {
    abstract fun hasCamera(selector: CameraSelector): Boolean

    abstract fun bindToLifecycle(owner: LifecycleOwner, selector: CameraSelector, vararg cases: UseCase): Camera

    abstract fun unbindAll()

    companion object {
        /** Given by a test. */
        var played: ListenableFuture<ProcessCameraProvider>? = null

        @JvmStatic
        fun getInstance(context: Context): ListenableFuture<ProcessCameraProvider> = checkNotNull(played) { "nobody plays the camera" }
    }
}
