// What CameraXFrames uses of CameraX, by names and signatures of its public reference, and nothing else. The tests
// compile against this, for CameraX is in Google's repository alone; no build of the app contains it. It does just
// enough for a test to play the camera: see `Played`.
package androidx.camera.core

import android.util.Size
import android.view.Surface
import androidx.camera.core.resolutionselector.ResolutionSelector
import androidx.core.util.Consumer
import androidx.lifecycle.LiveData
import java.nio.ByteBuffer
import java.util.concurrent.Executor

class CameraSelector private constructor(val isBack: Boolean) {
    companion object {
        @JvmField val DEFAULT_BACK_CAMERA = CameraSelector(true)

        @JvmField val DEFAULT_FRONT_CAMERA = CameraSelector(false)
    }
}

interface UseCase

interface CameraControl {
    fun enableTorch(on: Boolean)

    fun setLinearZoom(share: Float)

    fun startFocusAndMetering(action: FocusMeteringAction)
}

interface ZoomState {
    val maxZoomRatio: Float
}

interface CameraInfo {
    val cameraState: LiveData<CameraState>
    val zoomState: LiveData<ZoomState>

    fun hasFlashUnit(): Boolean
}

interface Camera {
    val cameraControl: CameraControl
    val cameraInfo: CameraInfo
}

class CameraState(val error: StateError?) {
    class StateError(val code: Int)

    companion object {
        const val ERROR_MAX_CAMERAS_IN_USE = 1
        const val ERROR_CAMERA_IN_USE = 2
        const val ERROR_CAMERA_DISABLED = 5
        const val ERROR_DO_NOT_DISTURB_MODE_ENABLED = 7
    }
}

class MeteringPoint(val x: Float, val y: Float)

class SurfaceOrientedMeteringPointFactory(private val width: Float, private val height: Float) {
    fun createPoint(x: Float, y: Float) = MeteringPoint(x / width, y / height)
}

class FocusMeteringAction private constructor(val point: MeteringPoint) {
    class Builder(private val point: MeteringPoint) {
        fun build() = FocusMeteringAction(point)
    }
}

interface ImageProxy : AutoCloseable {
    val width: Int
    val height: Int
    val planes: Array<PlaneProxy>

    interface PlaneProxy {
        val buffer: ByteBuffer
        val rowStride: Int
    }
}

class ImageAnalysis private constructor() : UseCase {
    fun interface Analyzer {
        fun analyze(image: ImageProxy)
    }

    var analyzer: Analyzer? = null
        private set

    fun setAnalyzer(executor: Executor, analyzer: Analyzer) {
        this.analyzer = Analyzer { image -> executor.execute { analyzer.analyze(image) } }
    }

    class Builder {
        fun setResolutionSelector(selector: ResolutionSelector) = this

        fun setBackpressureStrategy(strategy: Int) = this

        fun build() = ImageAnalysis()
    }

    companion object {
        const val STRATEGY_KEEP_ONLY_LATEST = 0
    }
}

class SurfaceRequest(val resolution: Size) {
    class Result

    var surface: Surface? = null
        private set

    fun provideSurface(surface: Surface, executor: Executor, result: Consumer<Result>) {
        this.surface = surface
    }

    fun willNotProvideSurface() = true
}

class Preview private constructor() : UseCase {
    fun interface SurfaceProvider {
        fun onSurfaceRequested(request: SurfaceRequest)
    }

    var provider: SurfaceProvider? = null
        private set

    fun setSurfaceProvider(executor: Executor, provider: SurfaceProvider) {
        this.provider = provider
    }

    class Builder {
        fun setResolutionSelector(selector: ResolutionSelector) = this

        fun build() = Preview()
    }
}
