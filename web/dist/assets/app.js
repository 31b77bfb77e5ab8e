/* firn web; Apache-2.0. Contains preact 11.2.0 (MIT), @preact/signals 2.11.4 (MIT), @preact/signals-core 1.14.5 (MIT), htm 3.1.1 (Apache-2.0).
MIT parts: Copyright (c) 2015-present Jason Miller; (c) 2022-present Preact Team. */
var g,ro,xt,V,yt,Ve,ao,qe,io,wt,$t,En,Ce=Symbol.for("pv"),Ge={},Je=[],Pn=/^m(i|n|o|s|text|space)$/,kt=Array.isArray,St=Je.slice,oe=Object.assign;function te(e){e&&e.parentNode&&e.remove()}function Te(e,t,o){var n,i,r,a={},s=arguments.length;for(r in t)r=="key"?n=t[r]:r=="ref"&&typeof e!="function"?i=t[r]:a[r]=t[r];return s>2&&(a.children=s>3?St.call(arguments,2):o),Se(e,a,n,i,null)}function Se(e,t,o,n,i){var r={type:e,props:t,key:o,ref:n,__k:null,__:null,__b:0,__e:null,__c:null,constructor:Ce,__v:i||++ro,__i:-1,__u:0};return!i&&g.vnode&&g.vnode(r),r}function re(e){return e.children}function ne(e,t){this.props=e,this.context=t,this.__g=0}function G(e,t){if(t==null)return e.__&&G(e.__,e.__i+1);for(var o;t<e.__k.length;t++)if((o=e.__k[t])&&o.__e)return o.__e;return typeof e.type!="function"||e.props.__P?null:G(e)}function zn(e){var t,o=e.__v,n=o.__e,i=[],r=[],a=e.__P;a&&((t=oe({constructor:Ce},o)).__v=o.__v+1,g.vnode&&g.vnode(t),Ct(a,t,o,e.__n,a.namespaceURI,32&o.__u?[n]:null,i,n||G(o),32&o.__u,r),t.__v=o.__v,t.__.__k[t.__i]=t,po(i,t,r),o.__=o.__e=null,t.__e!=n&&so(t))}function so(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),so(e)}function oo(e){(8&e.__g||(e.__g|=8,V.push(e),Ve++))&&yt==g.debounceRendering||((yt=g.debounceRendering)||queueMicrotask)(lo)}function lo(){try{for(var e,t=1;V.length;)V.length>t&&V.sort(ao),e=V.shift(),t=V.length,8&e.__g&&zn(e)}finally{(Ve=V.length)&&(yt||queueMicrotask)(lo)}}function co(e,t,o,n,i,r,a,s,f,d,u){var h,p,l,m,k,v,x=n.__k||Je,_=t.length;for(f=Dn(o,t,x,f,_),h=0;h<_;h++)(l=o.__k[h])!=null&&(p=~l.__i&&x[l.__i]||Ge,l.__i=h,v=Ct(e,l,p,i,r,a,s,f,d,u),m=l.__e,(p.ref!=l.ref||8&p.__u)&&(p.ref&&Tt(p.ref,null,l,p),l.ref&&u.push(l.ref,l.__c||m,l)),k=k||m,4&l.__u?(f=uo(l,f,e,!p.__v),p.__e&&(p.__e=null)):typeof l.type=="function"&&v!==void 0?f=v:m&&(f=m.nextSibling),l.__u&=-21);return o.__e=k,f}function Dn(e,t,o,n,i){var r,a,s,f,d,u,h,p,l,m=o.length,k=m,v=0,x=0,_=e.__k=Array(i);for(r=0;r<i;r++)(a=t[r])!=null&&typeof a!="boolean"&&typeof a!="function"?(typeof a!="object"||a.constructor===String?a=_[r]=Se(null,a):kt(a)?a=_[r]=Se(re,{children:a}):a.constructor===Ce&&a.__b?a=_[r]=Se(a.type,a.props,a.key,a.ref,a.__v):_[r]=a,f=r+v,a.__=e,a.__b=e.__b+1,s=null,~(d=a.__i=Nn(a,o,f,k))&&(k--,(s=o[d])&&(s.__u|=2)),s&&s.__v?(a.__u|=16,d==f-1?v--:d==f+1?v++:d!=f&&(d>f?v--:v++,x=1)):(~d||(i>m?v--:i<m&&v++),typeof a.type!="function"&&(a.__u|=4))):_[r]=null;if(x){for(u=[],h=[],r=0;r<i;r++)if((a=_[r])&&16&a.__u){for(v=0,p=u.length;v<p;)u[l=v+p>>1]<a.__i?v=l+1:p=l;u[v]=a.__i,h[r]=v+1}for(v=u.length;r--;)h[r]&&(h[r]==v?v--:_[r].__u|=4)}if(k)for(r=0;r<m;r++)!(s=o[r])||2&s.__u||(s.__e==n&&(n=G(s)),Mt(s,s));return n}function uo(e,t,o,n){var i,r,a,s;if(typeof e.type=="function"){if(e.props.__P)return t;if(i=e.__k)for(r=0;r<i.length;r++)i[r]&&(i[r].__=e,t=uo(i[r],t,o,!1));return t}for(t&&!t.parentNode&&(t=G(e))&&!t.parentNode&&(t=null),a=e.__e,s=t;s&&s.nodeType==8;)s=s.nextSibling;for(a!=s&&(!n&&o.moveBefore&&a.parentNode?o.moveBefore(a,t):o.insertBefore(a,t||null)),t=a;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function Nn(e,t,o,n){var i,r=e.key,a=e.type,s=t[o],f=s&&!(2&s.__u);if(s===null&&r==null||f&&r==s.key&&a==s.type)return o;if(n>(f?1:0)){for(i=o-1;i>=0;i--)if((s=t[i])&&!(2&s.__u)&&r==s.key&&a==s.type)return i;for(i=o+1;i<t.length;i++)if((s=t[i])&&!(2&s.__u)&&r==s.key&&a==s.type)return i}return-1}function no(e,t,o){o==null&&(o=""),t[0]=="-"?e.setProperty(t,o):e[t]=o}function Re(e,t,o,n,i){var r,a;if(t=="style")if(typeof o=="string")e.style.cssText=o;else{if(typeof n=="string"&&(e.style.cssText=n=""),n)for(t in n)o&&t in o||no(e.style,t);if(o)for(t in o)n&&o[t]==n[t]||no(e.style,t,o[t])}else if(t[0]=="o"&&t[1]=="n")typeof o!="function"&&(o=null),typeof n!="function"&&(n=null),(e.__e||(e.__e={}))[t]=o,o&&n||(a=$t[t]||($t[t]=On(t)),(e.__a||(e.__a={}))[t]=wt,r=t!=(t=t.replace(io,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),o?e.addEventListener(t,a,r):e.removeEventListener(t,a,r));else{if(i=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=o??"")}catch{}if(typeof o=="function")return;o==null||o===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&o==1?"":o)}}function On(e){return function(t){var o=this.__e;if(o){if(o=o[e],t[qe]==null)t[qe]=wt++;else if(t[qe]<this.__a[e])return;return o(g.event?g.event(t):t)}}}function Ct(e,t,o,n,i,r,a,s,f,d){var u,h,p,l,m,k,v,x,_,E,w,bt,eo,Ie,Y,to,W,ee,I=t.type;if(t.constructor!==Ce)return null;128&o.__u&&(f=32&o.__u,u=o.__c.__z)&&(t.__u|=f,h=r=[],u.nodeType==8?s=We(u,r):r.push(u),s=r[0]||s),(u=g.__b)&&u(t);e:if(typeof I=="function"){p=a.length;try{if(x=t.props,_=(u=I.prototype)&&u.render,E=(u=I.contextType)&&n[u.__c],w=u?E?E.props.value:u.__:n,(l=o.__c)?(t.__c=l,2&l.__g&&(l.__g|=1)):(_?t.__c=l=new I(x,w):(t.__c=l=new ne(x,w),l.constructor=I,l.render=Bn),E&&E.sub(l),l.state||(l.state={}),l.__n=n,l.__g|=8,l.__h=[],l.__k=[]),_&&(l.__s||(l.__s=l.state),I.getDerivedStateFromProps&&(l.__s==l.state&&(l.__s=oe({},l.__s)),oe(l.__s,I.getDerivedStateFromProps(x,l.__s)))),m=l.props,k=l.state,l.__v=t,o.__c){if(x!==m&&_&&!I.getDerivedStateFromProps&&l.componentWillReceiveProps&&l.componentWillReceiveProps(x,w),t.__v==o.__v&&!(8&l.__g)||!(4&l.__g)&&l.shouldComponentUpdate&&l.shouldComponentUpdate(x,l.__s,w)===!1){t.__v!=o.__v&&(l.props=x,l.state=l.__s,l.__g&=-9),t.__e=o.__e,t.__k=o.__k,t.__k.some(function(B){B&&(B.__=t)}),Je.push.apply(l.__h,l.__k),l.__k=[],l.__h.length&&a.push(l),s=G(o);break e}l.componentWillUpdate&&l.componentWillUpdate(x,l.__s,w),_&&l.componentDidUpdate&&l.__h.push(function(){l.componentDidUpdate(m,k,v)})}else _&&!I.getDerivedStateFromProps&&l.componentWillMount&&l.componentWillMount(),_&&l.componentDidMount&&l.__h.push(l.componentDidMount);l.context=w,l.props=x,l.__P=e,l.__g&=-5,bt=g.__r,eo=_?25:0;do l.__g&=-9,bt&&bt(t),u=l.render(l.props,l.state=l.__s,l.context);while(8&l.__g&&++eo<25);_&&(Je.push.apply(l.__h,l.__k),l.__k=[]),l.state=l.__s,l.getChildContext&&(n=oe({},n,l.getChildContext())),_&&o.__c&&l.getSnapshotBeforeUpdate&&(v=l.getSnapshotBeforeUpdate(m,k)),Ie=u&&u.type===re&&u.key==null?u.props.children:u,x.__P&&(u=s,i=(e=x.__P).namespaceURI,f=r=null,o.props&&o.props.__P!=e&&(o.__k.some(function(B){B&&Mt(B,B)}),o.__k=null),s=o.__k?G(o,0):null),s=co(e,kt(Ie)?Ie:[Ie],t,o,n,i,r,a,s,f,d),x.__P&&(t.__e=null,s=u),t.__u&=-161,h&&h.some(te),l.__h.length&&a.push(l),1&l.__g&&(l.__g&=-4)}catch(B){if(a.length=p,t.__v=null,f||r)if(B&&B.then){if(t.__u|=128|f,r){for(~(W=r.indexOf(s||void 0))||(W=r.length);(ee=r[W-1])&&ee.nodeType==8;)W--;for(;W<r.length;W++)if(ee=r[W])if(r[W]=null,Y){if(ee==to)break}else{if(ee.nodeType!=8)break;ee.data.startsWith("$s")&&(to=We(Y=ee))}}if(!Y){for(;s&&s.nodeType==8&&s.nextSibling;)s=s.nextSibling;Y=s}(u=We(Y=t.__c.__z||(t.__c.__z=Y)))?(t.__e=Y,s=u):t.__e=s,s=s&&s.nextSibling}else r&&r.some(te);else t.__e=o.__e;t.__k||(t.__k=o.__k||[]),B&&B.then||fo(t),g.__e(B,t,o)}}else s=t.__e=Un(o.__e,t,o,n,i,r,a,f,d,e);return(u=g.diffed)&&u(t),s}function We(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var o=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))o++;else if(e.data.startsWith("/$s")&&!--o)return e}t&&t.push(e)}}function fo(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(fo))}function po(e,t,o){for(var n=0;n<o.length;)Tt(o[n++],o[n++],o[n++]);g.__c&&g.__c(t,e),e.some(function(i){try{e=i.__h,i.__h=[],e.some(function(r){r.call(i)})}catch(r){g.__e(r,i.__v)}})}function Un(e,t,o,n,i,r,a,s,f,d){var u,h,p,l,m,k,v,x,_=o.props||Ge,E=t.props,w=t.type;if(w=="svg"?i="http://www.w3.org/2000/svg":w=="math"?i="http://www.w3.org/1998/Math/MathML":i||(i="http://www.w3.org/1999/xhtml"),r){for(u=0;u<r.length;u++)if((m=r[u])&&(w?m.localName==w:m.nodeType==3)){e=m,r[u]=null;break}}if(!e){if(x=d.ownerDocument||document,!w)return x.createTextNode(E);e=x.createElementNS(i,w,E.is?E:d),s&&(g.__m&&g.__m(t,r),s=!1),r=null}if(w){if(d=w=="template"&&e.content||e,r=w=="textarea"&&E.defaultValue!=null?null:r&&St.call(d.childNodes),!s&&r)for(_={},u=0;u<e.attributes.length;u++)_[(m=e.attributes[u]).name]=m.value;for(u in _)m=_[u],u=="dangerouslySetInnerHTML"?p=m:u=="children"||u in E||u=="value"&&"defaultValue"in E||u=="checked"&&"defaultChecked"in E||Re(e,u,null,m,i);for(u in E)m=E[u],u=="children"?l=m:u=="dangerouslySetInnerHTML"?h=m:u=="value"?k=m:u=="checked"?v=m:s&&typeof m!="function"||_[u]===m||Re(e,u,m,_[u],i);h?(s||p&&(h.__html==p.__html||h.__html==e.innerHTML)||(e.innerHTML=h.__html),t.__k=[]):(p&&(e.textContent=""),(w=="foreignObject"||i=="http://www.w3.org/1998/Math/MathML"&&Pn.test(w))&&(i="http://www.w3.org/1999/xhtml"),co(d,kt(l)?l:[l],t,o,n,i,r,a,r?r[0]:o.__k&&G(o,0),s,f),r&&r.some(te)),s&&w!="textarea"||(u="value",w=="progress"&&k==null?e.removeAttribute(u):k==null||k===e[u]&&(w!="progress"||k)||Re(e,u,k,_[u],i),u="checked",v!=null&&v!=e[u]&&Re(e,u,v,_[u],i))}else _===E||s&&e.data==E||(e.data=E);return e}function Tt(e,t,o,n){try{typeof e=="function"?t?t.__x=e(t)||1:n&&(n=n.__c||n.__e)&&(t=n.__x)&&(n.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(i){g.__e(i,o)}}function Mt(e,t,o){var n,i,r,a;if(g.unmount&&g.unmount(e),!(n=e.ref)||n.current&&n.current!=e.__e||Tt(n,null,t,e),n=e.__c){if(n.componentWillUnmount)try{n.componentWillUnmount()}catch(s){g.__e(s,t)}n.__P=n.__n=null}if(n=e.__k)for(a=0;a<n.length;a++)n[a]&&Mt(n[a],t,typeof e.type!="function"||o&&!e.props.__P);!o&&(n=e.__c)&&(n=n.__z)&&(i=We(n,r=[]))&&(n==e.__e&&r.some(te),te(i),te(n)),o||te(e.__e),e.__e=e.__c=e.__=null}function Bn(e,t,o){return this.constructor(e,o)}function Et(e,t){var o,n,i,r;g.__&&g.__(e,t),t.nodeType==9&&(t=t.documentElement),n=(o=e&&32&e.__u)?null:t.__k,t.__k=Se(re,{children:[e]}),i=[],r=[],Ct(t,t.__k,n||Ge,Ge,t.namespaceURI,n?null:t.firstChild?St.call(t.childNodes):null,i,n?n.__e:t.firstChild,o,r),po(i,t.__k,r),t.__k.props.children=null}g={__e:function(e,t,o,n){for(var i,r,a;t=t.__;)if((i=t.__c)&&!(1&i.__g)){i.__g|=4;try{if((a=(r=i.constructor)&&r.getDerivedStateFromError)&&i.setState(r.getDerivedStateFromError(e)),i.componentDidCatch&&(i.componentDidCatch(e,n||{}),a=1),a&&8&i.__g)return void(i.__g|=2)}catch(s){e=s}}throw Ve=0,e}},ro=0,xt=function(e){return e!=null&&e.constructor===Ce},ne.prototype.setState=function(e,t){var o=this.__s;o&&o!=this.state||(o=this.__s=oe({},this.state)),typeof e=="function"&&(e=e(oe({},o),this.props)),e&&(oe(o,e),this.__v&&(t&&this.__k.push(t),oo(this)))},ne.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),oo(this))},ne.prototype.render=re,V=[],Ve=0,ao=function(e,t){return e.__v.__b-t.__v.__b},qe=Symbol(),io=/(PointerCapture)$|Capture$/i,wt=0,$t={},En=0;var Ee,T,Pt,mo,zt=Object.is,Ke=0,wo=[],Dt=[],C=g,ho=C.__b,_o=C.__r,vo=C.diffed,go=C.__c,bo=C.unmount,yo=C.__;function Ot(e,t){C.__h&&C.__h(T,e,Ke||t),Ke=0;var o=T.__H||(T.__H={__:[],__h:[]});return e>=o.__.length&&o.__.push({}),o.__[e]}function j(e){return Ke=1,Ln(So,e)}function Ln(e,t,o){var n=Ot(Ee++,2);if(n.t=e,!n.__c&&(n.__=[o?o(t):So(void 0,t),function(r){var a=(n.__N||n.__)[0],s=n.t(a,r);zt(a,s)||(n.__N=[s,n.__[1]],n.__c.setState({}))}],n.__c=T,!T.__f)){T.__f=!0;var i=T.shouldComponentUpdate;T.shouldComponentUpdate=function(r,a,s){var f=this.__H;if(!f)return!0;var d=!1,u=this.props!=r;if(f.__.some(function(p){p.__N&&(d=!0,zt(p.__[0],p.__N[0])||(u=!0))}),i){var h=i.call(this,r,a,s);return d?h||u:h}return!d||u}}return n.__}function ae(e,t){var o=Ot(Ee++,3);!C.__s&&ko(o.__H,t)&&(o.__P=!0,o.__=e,o.u=t,T.__H.__h.push(o))}function pe(e){return Ke=5,Ze(function(){return{current:e}},[])}function Ze(e,t){var o=Ot(Ee++,7);return ko(o.__H,t)&&(o.__=e(),o.__H=t),o.__}function Fn(){var e;do{for(;e=Dt.shift();)try{Me(e)}catch(o){C.__e(o,{__:(e=e.__P)&&e.__v})}for(;e=wo.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(Me),t.__h.some(Nt),t.__h=[]}catch(o){t.__h=[],C.__e(o,e.__v)}}}while(Dt.length)}C.__b=function(e){T=null,ho&&ho(e)},C.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),yo&&yo(e,t)},C.__r=function(e){_o&&_o(e),Ee=0;var t=(T=e.__c).__H;t&&(Pt==T?T.__h=[]:(t.__h.some(Me),t.__h.some(Nt),Ee=0),t.__h=[],t.__.some(function(o){o.__N&&(o.__=o.__N),o.u=o.__N=void 0})),Pt=T},C.diffed=function(e){vo&&vo(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&xo(wo.push(t)),t.__H.__.some(function(o){o.u&&(o.__H=o.u)})),Pt=T=null},C.__c=function(e,t){t.some(function(o){try{o.__h.some(Me),o.__h=o.__h.filter(function(n){return!n.__||Nt(n)})}catch(n){o.__h=[function(){throw n}]}}),go&&go(e,t)},C.unmount=function(e){bo&&bo(e);var t,o,n=e.__c;n&&n.__H&&(n.__H.__.some(function(i){try{if(i.__P&&i.__c){if(o===void 0){for(o=e.__;o&&(!o.__c||!o.__c.__P);)o=o.__;o=o&&o.__c}i.__P=o,xo(Dt.push(i))}else Me(i)}catch(r){t=r}}),n.__H=void 0,t&&C.__e(t,n.__v))};var $o=typeof requestAnimationFrame=="function";function An(e){var t,o=function(){clearTimeout(n),$o&&cancelAnimationFrame(t),setTimeout(e)},n=setTimeout(o,35);$o&&(t=requestAnimationFrame(o))}function xo(e){e!=1&&mo==C.requestAnimationFrame||((mo=C.requestAnimationFrame)||An)(Fn)}function Me(e){var t=T,o=e.__c;typeof o=="function"&&(e.__c=void 0,o()),T=t}function Nt(e){var t=T;e.__c=e.__(),T=t}function ko(e,t){return!e||e.length!=t.length||t.some(function(o,n){return!zt(o,e[n])})}function So(e,t){return typeof t=="function"?t(e):t}var jn=Symbol.for("preact-signals");function et(){if(R>1)R--;else{var e,t=!1;for((function(){var i=Qe;for(Qe=void 0;i!==void 0;){var r=i.S;if(r.v===i.v)for(var a=r.t;a!==void 0;a=a.x)a.i===i.i&&(a.i=r.i);i=i.o}})();ze!==void 0;){var o=ze;for(ze=void 0,Xe++;o!==void 0;){var n=o.u;if(o.u=void 0,o.f&=-3,!(8&o.f)&&To(o))try{o.c()}catch(i){t||(e=i,t=!0)}o=n}}if(Xe=0,R--,t)throw e}}function me(e){if(R>0)return e();Ut=++Hn,R++;try{return e()}finally{et()}}var Pe,$=void 0;function De(e){var t=$,o=Pe;$=void 0,Pe=void 0;try{return e()}finally{$=t,Pe=o}}var ze=void 0,R=0,Xe=0,Hn=0,Ut=0,Qe=void 0,Ye=0;function Co(e){if($!==void 0){var t=e.n;if(t===void 0||t.t!==$)return t={i:0,S:e,p:$.s,n:void 0,t:$,e:void 0,x:void 0,r:t},$.s!==void 0&&($.s.n=t),$.s=t,e.n=t,32&$.f&&e.S(t),t;if(t.i===-1)return t.i=0,t.n!==void 0&&(t.n.p=t.p,t.p!==void 0&&(t.p.n=t.n),t.p=$.s,t.n=void 0,$.s.n=t,$.s=t),t}}function M(e,t){this.v=e,this.i=0,this.n=void 0,this.t=void 0,this.l=0,this.W=t?.watched,this.Z=t?.unwatched,this.name=t?.name}M.prototype.brand=jn;M.prototype.h=function(){return!0};M.prototype.S=function(e){var t=this,o=this.t;o!==e&&e.e===void 0&&(e.x=o,this.t=e,o!==void 0?o.e=e:De(function(){var n;(n=t.W)==null||n.call(t)}))};M.prototype.U=function(e){var t=this;if(this.t!==void 0){var o=e.e,n=e.x;o!==void 0&&(o.x=n,e.e=void 0),n!==void 0&&(n.e=o,e.x=void 0),e===this.t&&(this.t=n,n===void 0&&De(function(){var i;(i=t.Z)==null||i.call(t)}))}};M.prototype.subscribe=function(e){var t=this;return H(function(){var o=t.value;De(function(){return e(o)})},{name:"sub"})};M.prototype.valueOf=function(){return this.value};M.prototype.toString=function(){return this.value+""};M.prototype.toJSON=function(){return this.value};M.prototype.peek=function(){var e=this;return De(function(){return e.value})};Object.defineProperty(M.prototype,"value",{get:function(){var e=Co(this);return e!==void 0&&(e.i=this.i),this.v},set:function(e){if(e!==this.v){if(Xe>100)throw new Error("Cycle detected");(function(o){R!==0&&Xe===0&&o.l!==Ut&&(o.l=Ut,Qe={S:o,v:o.v,i:o.i,o:Qe})})(this),this.v=e,this.i++,Ye++,R++;try{for(var t=this.t;t!==void 0;t=t.x)t.t.N()}finally{et()}}}});function y(e,t){return new M(e,t)}function To(e){for(var t=e.s;t!==void 0;t=t.n)if(t.S.i!==t.i||!t.S.h()||t.S.i!==t.i)return!0;return!1}function Mo(e){for(var t=e.s;t!==void 0;t=t.n){var o=t.S.n;if(o!==void 0&&(t.r=o),t.S.n=t,t.i=-1,t.n===void 0){e.s=t;break}}}function Eo(e){for(var t=e.s,o=void 0;t!==void 0;){var n=t.p;t.i===-1?(t.S.U(t),n!==void 0&&(n.n=t.n),t.n!==void 0&&(t.n.p=n)):o=t,t.S.n=t.r,t.r!==void 0&&(t.r=void 0),t=n}e.s=o}function ie(e,t){M.call(this,void 0,t),this.x=e,this.s=void 0,this.g=Ye-1,this.f=4}ie.prototype=new M;ie.prototype.h=function(){if(this.f&=-3,1&this.f)return!1;if((36&this.f)==32||(this.f&=-5,this.g===Ye))return!0;if(this.g=Ye,this.f|=1,this.i>0&&!To(this))return this.f&=-2,!0;var e=$;try{Mo(this),$=this;var t=this.x();(16&this.f||this.v!==t||this.i===0)&&(this.v=t,this.f&=-17,this.i++)}catch(o){this.v=o,this.f|=16,this.i++}return $=e,Eo(this),this.f&=-2,!0};ie.prototype.S=function(e){if(this.t===void 0){this.f|=36;for(var t=this.s;t!==void 0;t=t.n)t.S.S(t)}M.prototype.S.call(this,e)};ie.prototype.U=function(e){if(this.t!==void 0&&(M.prototype.U.call(this,e),this.t===void 0)){this.f&=-33;for(var t=this.s;t!==void 0;t=t.n)t.S.U(t)}};ie.prototype.N=function(){if(!(2&this.f)){this.f|=6;for(var e=this.t;e!==void 0;e=e.x)e.t.N()}};Object.defineProperty(ie.prototype,"value",{get:function(){if(1&this.f)throw new Error("Cycle detected");var e=Co(this);if(this.h(),e!==void 0&&(e.i=this.i),16&this.f)throw this.v;return this.v}});function L(e,t){return new ie(e,t)}function Po(e){var t=e.j;if(e.j=void 0,typeof t=="function"){R++;var o=$;$=void 0;try{t()}catch(n){throw e.f&=-2,e.f|=8,Bt(e),n}finally{$=o,et()}}}function Bt(e){for(var t=e.s;t!==void 0;t=t.n)t.S.U(t);e.x=void 0,e.s=void 0,Po(e)}function In(e){if($!==this)throw new Error("Out-of-order effect");Eo(this),$=e,this.f&=-2;try{8&this.f&&Bt(this)}finally{et()}}function he(e,t){this.x=e,this.j=void 0,this.s=void 0,this.u=void 0,this.f=32,this.name=t?.name,Pe&&Pe.push(this)}he.prototype.c=function(){var e=this.S();try{if(8&this.f||this.x===void 0)return;var t=this.x();typeof t=="function"&&(this.j=t)}finally{e()}};he.prototype.S=function(){if(1&this.f)throw new Error("Cycle detected");this.f|=1,this.f&=-9,Po(this),Mo(this),R++;var e=$;return $=this,In.bind(this,e)};he.prototype.N=function(){2&this.f||(this.f|=2,this.u=ze,ze=this)};he.prototype.d=function(){this.f|=8,1&this.f||Bt(this)};he.prototype.dispose=function(){this.d()};function H(e,t){var o=new he(e,t);try{o.c()}catch(i){throw o.d(),i}var n=o.d.bind(o);return n[Symbol.dispose]=n,n}var zo,ot,tt,Rn=typeof window<"u"&&!!window.__PREACT_SIGNALS_DEVTOOLS__;var Do=[];H(function(){zo=this.N})();function _e(e,t){g[e]=t.bind(null,g[e]||function(){})}function Ne(e){if(tt){var t=tt;tt=void 0,t()}tt=e&&e.S()}function No(e){var t=this,o=e.data,n=Wn(o);n.name="ReactiveDom",n.value=o;var i=Ze(function(){for(var s=t,f=t.__v;f=f.__;)if(f.__c){f.__c.__$f|=4;break}var d=L(function(){var l=n.value.value;return l===0?0:l===!0?"":l||""}),u=L(function(){return!Array.isArray(d.value)&&!xt(d.value)}),h=H(function(){if(this.N=Oo,u.value){var l=d.value;s.__v&&s.__v.__e&&s.__v.__e.nodeType===3&&(s.__v.__e.data=l)}}),p=t.__$u.d;return t.__$u.d=function(){h(),p.call(this)},[u,d]},[]),r=i[0],a=i[1];return r.value?a.peek():a.value}No.displayName="ReactiveTextNode";Object.defineProperties(M.prototype,{constructor:{configurable:!0,value:Te(re,null).constructor},type:{configurable:!0,value:No},props:{configurable:!0,get:function(){var e=this;return{data:{get value(){return e.value}}}}},__b:{configurable:!0,value:1}});_e("__b",function(e,t){if(Ne(),ot=void 0,typeof t.type=="string"){var o,n=t.props;for(var i in n)if(i!=="children"){var r=n[i];r instanceof M&&(o||(t.__np=o={}),o[i]=r,n[i]=r.peek())}}e(t)});_e("__r",function(e,t){if(e(t),t.type!==re){Ne();var o,n=t.__c;n&&(n.__$f&=-2,(o=n.__$u)===void 0&&(n.__$u=o=(function(i,r){var a;return H(function(){a=this},{name:r}),a.c=i,a})((function(i){return function(){var r;Rn&&((r=this.y)==null||r.call(this)),i.__$f|=1,i.setState({})}})(n),typeof t.type=="function"?t.type.displayName||t.type.name:""))),ot=n,Ne(o)}});_e("__e",function(e,t,o,n){Ne(),ot=void 0,e(t,o,n)});_e("diffed",function(e,t){Ne(),ot=void 0;var o;if(typeof t.type=="string"&&(o=t.__e)){var n=t.__np,i=t.props,r=o.U;if(r)for(var a in r){var s=r[a];s===void 0||n&&a in n||(s.d(),r[a]=void 0)}if(n){r||(r={},o.U=r);for(var f in n){var d=r[f],u=n[f];d===void 0?(d=qn(o,f,u,i),r[f]=d):d.o(u,i)}}}e(t)});function qn(e,t,o,n){var i=t in e&&e.ownerSVGElement===void 0,r=y(o);return{o:function(a,s){r.value=a,n=s},d:H(function(){this.N=Oo;var a=r.value.value;n[t]!==a&&(n[t]=a,i?e[t]=a:a!=null&&(a!==!1||t[4]==="-")?e.setAttribute(t,a):e.removeAttribute(t))})}}_e("unmount",function(e,t){if(typeof t.type=="string"){var o=t.__e;if(o){var n=o.U;if(n){o.U=void 0;for(var i in n){var r=n[i];r&&r.d()}}}var a=t.__np;if(a){var s=t.props;for(var f in a)s[f]=a[f]}t.__np=void 0}else{var d=t.__c;if(d){d.__$f|=8;var u=d.__$u;u&&(d.__$u=void 0,u.d())}}e(t)});_e("__h",function(e,t,o,n){n<3&&(t.__$f|=2),e(t,o,n)});ne.prototype.shouldComponentUpdate=function(e,t){if(this.__R)return!0;var o=this.__$u,n=o&&o.s!==void 0;for(var i in t)return!0;if(this.__f||typeof this.u=="boolean"&&this.u===!0){var r=2&this.__$f;if(!(n||r||4&this.__$f)||1&this.__$f)return!0}else if(!(n||4&this.__$f)||3&this.__$f)return!0;for(var a in e)if(a!=="__source"&&e[a]!==this.props[a])return!0;for(var s in this.props)if(!(s in e))return!0;return!1};function Wn(e,t){return Ze(function(){return y(e,t)},[])}var Vn=function(e){queueMicrotask(function(){queueMicrotask(e)})};function Gn(){me(function(){for(var e;e=Do.shift();)zo.call(e)})}function Oo(){Do.push(this)===1&&(g.requestAnimationFrame||Vn)(Gn)}var Bo=function(e,t,o,n){var i;t[0]=0;for(var r=1;r<t.length;r++){var a=t[r++],s=t[r]?(t[0]|=a?1:2,o[t[r++]]):t[++r];a===3?n[0]=s:a===4?n[1]=Object.assign(n[1]||{},s):a===5?(n[1]=n[1]||{})[t[++r]]=s:a===6?n[1][t[++r]]+=s+"":a?(i=e.apply(s,Bo(e,s,o,["",null])),n.push(i),s[0]?t[0]|=2:(t[r-2]=0,t[r]=i)):n.push(s)}return n},Uo=new Map;function Lo(e){var t=Uo.get(this);return t||(t=new Map,Uo.set(this,t)),(t=Bo(this,t.get(e)||(t.set(e,t=(function(o){for(var n,i,r=1,a="",s="",f=[0],d=function(p){r===1&&(p||(a=a.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?f.push(0,p,a):r===3&&(p||a)?(f.push(3,p,a),r=2):r===2&&a==="..."&&p?f.push(4,p,0):r===2&&a&&!p?f.push(5,0,!0,a):r>=5&&((a||!p&&r===5)&&(f.push(r,0,a,i),r=6),p&&(f.push(r,p,0,i),r=6)),a=""},u=0;u<o.length;u++){u&&(r===1&&d(),d(u));for(var h=0;h<o[u].length;h++)n=o[u][h],r===1?n==="<"?(d(),f=[f],r=3):a+=n:r===4?a==="--"&&n===">"?(r=1,a=""):a=n+a[0]:s?n===s?s="":a+=n:n==='"'||n==="'"?s=n:n===">"?(d(),r=1):r&&(n==="="?(r=5,i=a,a=""):n==="/"&&(r<5||o[u][h+1]===">")?(d(),r===3&&(f=f[0]),r=f,(f=f[0]).push(2,0,r),r=0):n===" "||n==="	"||n===`
`||n==="\r"?(d(),r=2):a+=n),r===3&&a==="!--"&&(r=4,f=f[0])}return d(),f})(e)),t),arguments,[])).length>1?t:t[0]}var c=Lo.bind(Te);var q="/api/v1",Oe=encodeURIComponent;function Lt(e){let t=Object.entries(e).filter(([,o])=>o);return t.length?"?"+new URLSearchParams(t):""}var b={node:()=>`${q}/node`,events:()=>`${q}/events`,blobs:(e={})=>`${q}/blobs${Lt(e)}`,blob:(e,t={})=>`${q}/blobs/${Oe(e)}${Lt(t)}`,blobTicket:e=>`${q}/blobs/${Oe(e)}/ticket`,blobVerify:e=>`${q}/blobs/${Oe(e)}/verify`,tag:e=>`${q}/tags/${Oe(e)}`,transfers:(e={})=>`${q}/transfers${Lt(e)}`,transfer:e=>`${q}/transfers/${Oe(e)}`};var Jn=["blob_added","blob_removed","blob_state","transfer","tag","reset"],J=y("waiting"),Ft=()=>{},ve="BroadcastChannel"in self?new BroadcastChannel("firn-events"):null;function Kn(e){let t=J.value;J.value=e,e==="live"&&t==="lost"&&Ft("reset",{})}function nt(e){ve?.postMessage(e),Ao(e)}function Ao(e){e.connection?Kn(e.connection):e.type&&Ft(e.type,e.data)}function Fo(){let e,t=()=>{e=new EventSource(b.events()),e.onopen=()=>nt({connection:"live"}),e.onerror=()=>{nt({connection:"lost"}),e.readyState===EventSource.CLOSED&&setTimeout(t,2e3)};for(let o of Jn)e.addEventListener(o,n=>{try{nt({type:o,data:JSON.parse(n.data)})}catch{}})};J.value==="live"&&nt({connection:"lost"}),t(),ve?.addEventListener("message",({data:o})=>{o.ask&&ve.postMessage({connection:J.value})})}function jo(e){if(Ft=e,!ve||!navigator.locks){Fo();return}ve.addEventListener("message",({data:t})=>Ao(t)),ve.postMessage({ask:!0}),navigator.locks.request("firn-events",()=>(Fo(),new Promise(()=>{})))}var se=class extends Error{constructor(t,o){super(o.detail||o.title||`HTTP status ${t}`),this.status=t,this.code=o.code||"",this.hint=o.hint||"",this.requestId=o.request_id||""}},Ho=()=>new se(0,{code:"unreachable",detail:"The node does not answer.",hint:"Is firnd still running? This page goes on by itself when it is back."});async function Zn(e){let t={};try{t=await e.json()}catch{}return new se(e.status,t??{})}async function P(e,t,o){let n={method:e,headers:{Accept:"application/json"}};o!==void 0&&(n.headers["Content-Type"]="application/json",n.body=JSON.stringify(o));let i;try{i=await fetch(t,n)}catch{throw Ho()}if(!i.ok)throw await Zn(i);if(i.status===204)return null;try{return await i.json()}catch{throw new se(i.status,{detail:"The answer was cut off or is not JSON."})}}function Io(e,t,o){let n=new XMLHttpRequest,i=new Promise((r,a)=>{let s=()=>{try{return JSON.parse(n.responseText)??{}}catch{return{}}};n.upload.onprogress=f=>o(f.loaded),n.onload=()=>{n.status>=200&&n.status<300?r(s()):a(new se(n.status,s()))},n.onerror=()=>a(Ho()),n.onabort=()=>a(new se(0,{code:"cancelled",detail:"Stopped."}))});return n.open("POST",e),n.setRequestHeader("Content-Type","application/octet-stream"),n.send(t),{done:i,abort:()=>n.abort()}}var ge=y(null),K=y(null),Ro=y(Date.now()),qo=0;async function rt(){try{ge.value=await P("GET",b.node()),K.value=null,qo=Date.now()-ge.value.uptime_s*1e3}catch(e){K.value=e}}var Wo=()=>(Ro.value-qo)/1e3;setInterval(()=>{Ro.value=Date.now()},1e3);var Xn=50,Qn=250,Ht=y(null),Ue=y(null),Z=y({state:"",tag:""}),X=y([""]),It=y(null),Vo=L(()=>X.value.length),Rt=L(()=>It.value!=null),at=L(()=>X.value.length>1),Go=L(()=>Z.value.state!==""||Z.value.tag!==""),At=0;async function Q(){let e=++At,t=X.value.at(-1);try{let o=await P("GET",b.blobs({limit:Xn,cursor:t,...Z.value}));if(e!==At)return;me(()=>{Ht.value=o.items,It.value=o.next,Ue.value=null}),!o.items.length&&at.value&&qt()}catch(o){e===At&&(Ue.value=o)}}function Jo(){return X.value=[...X.value,It.value],Q()}function qt(){return X.value=X.value.slice(0,-1),Q()}function it(e){return me(()=>{Z.value={...Z.value,...e},X.value=[""]}),Q()}var jt=0;function le(){jt||(jt=setTimeout(()=>{jt=0,Q()},Qn))}var Zo=100,be=y(null),Be=y(null),Yn=new Set(["completed","failed","cancelled"]),ce=e=>Yn.has(e.state),er={running:0,queued:1},Ko=e=>er[e.state]??2,Wt=L(()=>be.value?[...be.value.values()].sort((e,t)=>Ko(e)-Ko(t)||(t.created??"").localeCompare(e.created??"")):null),Vt=L(()=>(Wt.value??[]).filter(e=>e.state==="running").reduce((e,t)=>e+(t.rate_bps||0),0));async function st(){try{let e=await P("GET",b.transfers({limit:Zo}));be.value=new Map(e.items.map(t=>[t.id,t])),Be.value=null}catch(e){Be.value=e}}function lt(e){let t=be.value?.get(e.id);if(t&&ce(t)&&!ce(e))return;let o=new Map(be.value??[]);if(o.set(e.id,e),o.size>Zo*2){let n=[...o.values()].find(ce);n&&o.delete(n.id)}be.value=o}function Gt(){rt(),Q(),st()}function tr(e,t){e==="reset"?Gt():e==="transfer"?lt(t):le()}function Xo(){Gt(),jo(tr),setInterval(()=>{K.value&&J.value!=="live"&&Gt()},3e3)}var ct=y(null);function ut(e){return new Promise(t=>{ct.value={...e,resolve:t}})}function Jt(e){let{resolve:t}=ct.value;ct.value=null,t(e)}function Qo(){let e=pe(null),t=ct.value;return ae(()=>{t&&e.current.showModal()},[t]),t?c`
    <dialog ref=${e} class="dialog" aria-labelledby="dialog-title"
      onCancel=${n=>{n.preventDefault(),Jt(null)}}>
      <form onSubmit=${n=>{n.preventDefault(),Jt(Object.fromEntries(new FormData(n.target)))}}>
        <h2 id="dialog-title">${t.title}</h2>
        ${t.body}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${()=>Jt(null)}>
            ${t.cancel??"Cancel"}</button>
          <button type="submit"
            class=${t.danger?"button danger":"button primary"}>
            ${t.confirm}</button>
        </div>
      </form>
    </dialog>`:null}var or=2,N=y([]),nr=1;function Le(e,t){N.value=N.value.map(o=>o.id===e?{...o,...t}:o)}function Kt(e){let t=[...e].map(o=>({id:nr++,file:o,name:o.name,size:o.size,state:"waiting",done:0,abort:null,problem:null,result:null}));N.value=[...N.value,...t],ft()}function ft(){let e=N.value.filter(t=>t.state==="running").length;N.value.filter(t=>t.state==="waiting").slice(0,Math.max(0,or-e)).forEach(rr)}async function rr({id:e,file:t}){let{done:o,abort:n}=Io(b.blobs(),t,i=>Le(e,{done:i}));Le(e,{state:"running",abort:n});try{let i=await o;Le(e,{state:"done",done:t.size,result:i,file:null})}catch(i){let r=i.code==="cancelled"?"cancelled":"failed";Le(e,{state:r,problem:i})}ft()}function Yo(e){Le(e,{state:"waiting",done:0,problem:null}),ft()}function en(e){N.value.find(t=>t.id===e)?.abort?.(),N.value=N.value.filter(t=>t.id!==e),ft()}var ue=e=>e.state!=="running"&&e.state!=="waiting";function tn(){N.value=N.value.filter(e=>!ue(e))}addEventListener("beforeunload",e=>{N.value.some(t=>!ue(t))&&e.preventDefault()});var ar={copy:"M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z",download:"M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10",upload:"M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10",more:"M3.4 8h.1M8 8h.1M12.6 8h.1",close:"M4 4l8 8M12 4l-8 8",sun:"M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",moon:"M13 9.6A5.4 5.4 0 016.4 3a5.4 5.4 0 106.6 6.6z",auto:"M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3",check:"M3.5 8.5l3 3 6-7"},D=({name:e})=>c`
  <svg class=${`icon icon-${e}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${ar[e]} />
  </svg>`,on=()=>c`
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M16 5.5v21M6.9 10.75l18.2 10.5M25.1 10.75L6.9 21.25" />
    <path d="M12.8 7.6L16 10.4l3.2-2.8M12.8 24.4l3.2-2.8 3.2 2.8" />
  </svg>`;var pt=y(!1),dt=e=>e.dataTransfer?.types.includes("Files");function ir(){let e=0,r={dragover:a=>{dt(a)&&a.preventDefault()},dragenter:a=>{dt(a)&&(pt.value=++e>0)},dragleave:a=>{dt(a)&&(pt.value=--e>0)},drop:a=>{e=0,pt.value=!1,dt(a)&&(a.preventDefault(),Kt(a.dataTransfer.files))}};for(let[a,s]of Object.entries(r))addEventListener(a,s);return()=>{for(let[a,s]of Object.entries(r))removeEventListener(a,s)}}function nn(){return ae(ir,[]),pt.value&&c`
    <div class="drop-zone" aria-hidden="true">
      <p><${D} name="upload" /> Drop to store in this node</p>
    </div>`}var rn=()=>c`
  <label class="button primary file-button">
    <${D} name="upload" />Add files
    <input type="file" multiple onChange=${e=>{Kt(e.target.files),e.target.value=""}} />
  </label>`;var an=["B","KiB","MiB","GiB","TiB","PiB"],sr=["bit","kbit","Mbit","Gbit","Tbit","Pbit"];function Zt(e,t,o){let n=0;for(;e>=t&&n<o.length-1;)e/=t,n++;let i=n===0||e>=100?0:e>=10?1:2,r=10**i;return`${(Math.floor(e*r)/r).toFixed(i)} ${o[n]}`}var z=e=>e==null?"unknown size":Zt(e,1024,an),Fe=e=>e==null?"":`${e.toLocaleString("en-US")} bytes`,Ae=(e,t)=>(t?Zt(e*8,1e3,sr):Zt(e,1024,an))+"/s";function ye(e,t){return t==null?null:e>=t?100:Math.min(99,Math.floor(e/t*100))}function mt(e){let t=Math.max(0,Math.floor(e));return t<60?`${t} s`:t<3600?`${Math.floor(t/60)} min ${t%60} s`:t<86400?`${Math.floor(t/3600)} h ${Math.floor(t%3600/60)} min`:`${Math.floor(t/86400)} d ${Math.floor(t%86400/3600)} h`}var U=e=>`${e.slice(0,10)}…${e.slice(-6)}`,sn=(e,t,o=t+"s")=>`${e.toLocaleString("en-US")} ${e===1?t:o}`;function ln(e,t,o){let n=t;try{let r=localStorage.getItem(e);o.includes(r)&&(n=r)}catch{}let i=y(n);return H(()=>{try{localStorage.setItem(e,i.value)}catch{}}),i}var ht=ln("firn.theme","auto",["auto","light","dark"]),fe=ln("firn.units","bytes",["bytes","bits"]);H(()=>{document.documentElement.dataset.theme=ht.value});var lr={waiting:["idle","Connecting"],live:["good","Live"],lost:["bad","No contact"]},cr={auto:{next:"light",icon:"auto",name:"as the system"},light:{next:"dark",icon:"sun",name:"light"},dark:{next:"auto",icon:"moon",name:"dark"}};function ur(){let[e,t]=lr[J.value];return c`
    <span class=${`pill ${e}`} role="status">
      <span class="dot"></span>${t}</span>`}function fr(){let e=fe.value==="bits";return c`
    <button type="button" class="button small" aria-pressed=${String(e)}
      title="Show rates in bytes or in bits a second"
      onClick=${()=>{fe.value=e?"bytes":"bits"}}>
      ${e?"bit/s":"byte/s"}</button>`}function dr(){let{next:e,icon:t,name:o}=cr[ht.value];return c`
    <button type="button" class="button bare"
      title=${`Colours: ${o}`} aria-label=${`Colours: ${o}. Change`}
      onClick=${()=>{ht.value=e}}><${D} name=${t} /></button>`}var cn=()=>c`
  <header class="top">
    <a class="brand" href="/"><${on} />Firn</a>
    <span class="node-name">${ge.value?.name??""}</span>
    <span class="spring"></span>
    ${Vt.value>0&&c`
      <span class="total-rate" title="Coming in now">
        ↓ ${Ae(Vt.value,fe.value==="bits")}</span>`}
    <${ur} />
    <${fr} />
    <${dr} />
  </header>`;var pr=/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu,S=e=>String(e??"").replace(pr,t=>`\\u{${t.codePointAt(0).toString(16).toUpperCase()}}`);var $e=y([]),mr=1;function un(e,t,o,n){let i=mr++;$e.value=[...$e.value.slice(-3),{id:i,kind:e,text:t,hint:o}],n&&setTimeout(()=>Xt(i),n)}function Xt(e){$e.value=$e.value.filter(t=>t.id!==e)}var xe=e=>un("info",e,"",4e3),de=(e,t)=>un("error",`${t}: ${e.message}`,e.hint??"",0);var fn=()=>c`
  <div class="notices" role="status" aria-live="polite">
    ${$e.value.map(e=>c`
      <div key=${e.id} class=${`notice ${e.kind}`}>
        <div>
          <p>${S(e.text)}</p>
          ${e.hint&&c`<p class="muted">${e.hint}</p>`}
        </div>
        <button type="button" class="button bare" aria-label="Dismiss"
          onClick=${()=>Xt(e.id)}><${D} name="close" /></button>
      </div>`)}
  </div>`;var _t=e=>/^[\w./:=@%?&+,-]+$/.test(e)&&!/[?&]/.test(e)?e:`'${String(e).replaceAll("'","'\\''")}'`;function F(e,t,{body:o,file:n,output:i}={}){let r=["curl"];return e!=="GET"&&!n&&!(e==="POST"&&o)&&r.push("-X",e),o&&r.push("--json",_t(JSON.stringify(o))),n&&r.push("-T",_t(n)),i&&r.push("-o",_t(i)),r.push(_t(location.origin+t)),r.join(" ")}function hr(e){let t=document.createElement("textarea");t.value=e,t.readOnly=!0,t.className="offscreen";let o=document.activeElement;document.body.append(t),t.select();let n=document.execCommand("copy");return t.remove(),o?.focus(),n}async function dn(e){try{return await navigator.clipboard.writeText(e),!0}catch{return hr(e)}}async function A(e,t){await dn(e)?xe(`${t} copied`):de(new Error("the browser does not allow it; select the text instead"),`Copying ${t.toLowerCase()}`)}function je({text:e,what:t,label:o}){let[n,i]=j(!1);return c`
    <button type="button" class=${o?"button small":"button bare"}
      onClick=${async()=>{await A(e,t),i(!0),setTimeout(()=>i(!1),1500)}} title=${`Copy ${t.toLowerCase()}`}
      aria-label=${`Copy ${t.toLowerCase()}`}>
      <${D} name=${n?"check":"copy"} />${o}
    </button>`}var we=({problem:e,doing:t,onRetry:o})=>c`
  <div class="problem" role="alert">
    <p><strong>${t}</strong> ${S(e.message)}</p>
    ${e.hint&&c`<p class="muted">${e.hint}</p>`}
    ${e.requestId&&e.status>=500&&c`
      <p class="muted">The node’s log has more under request${" "}
        <code>${e.requestId}</code>.</p>`}
    ${o&&c`
      <button type="button" class="button small" onClick=${o}>
        Try again</button>`}
  </div>`;var O=({name:e,children:t})=>c`
  <div class="fact"><dt>${e}</dt><dd>${t}</dd></div>`,Qt=({text:e,what:t})=>c`
  <span class="copied"><code class="cut" title=${e}>${e}</code>
    <${je} text=${e} what=${t} /></span>`,_r=({n:e})=>c`
  <dl class="facts">
    <${O} name="Id"><${Qt} text=${e.id} what="Node id" /></${O}>
    <${O} name="Ticket"><${Qt} text=${e.ticket} what="Node ticket" /></${O}>
    ${e.endpoint_ticket&&c`
      <${O} name="Ticket for iroh 1.x">
        <${Qt} text=${e.endpoint_ticket} what="Endpoint ticket" /></${O}>`}
    <${O} name="Addresses">
      ${e.addresses.length?c`
        <ul class="plain-list">
          ${e.addresses.map(t=>c`<li><code>${t}</code></li>`)}
        </ul>`:c`<span class="muted">none that others can reach</span>`}</${O}>
    <${O} name="Up for">${mt(Wo())}</${O}>
    <${O} name="Version">${e.version}</${O}>
    <${O} name="Data"><code class="wrap">${e.data_dir}</code></${O}>
  </dl>`;function pn(){let e=ge.value;return c`
    <section class="card node-card" aria-labelledby="node-title">
      <div class="card-head">
        <h2 id="node-title">This node</h2>
        <span class="spring"></span>
        <${je} text=${F("GET",b.node())} what="Curl command"
          label="curl" />
      </div>
      ${K.value&&!e&&c`
        <${we} problem=${K.value} doing="Reading the node:"
          onRetry=${rt} />`}
      ${e&&c`<${_r} n=${e} />`}
      ${!e&&!K.value&&c`<p class="muted">Reading…</p>`}
    </section>`}var vr=/^[0-9a-f]{64}$/i,gr=/^[a-z2-7]{52}$/i,br=/^(?:[0-9a-f]{64}|[a-z2-7]{52})(?:@\S+:\d{1,5})?$/i;function Yt(e){let t=e.trim();return t?vr.test(t)||gr.test(t)?{kind:"hash",value:t.toLowerCase()}:/^blob[a-z2-7]{20,}$/i.test(t)?{kind:"ticket",value:t}:/^(node|endpoint)[a-z2-7]{20,}$/i.test(t)?{kind:"node"}:{kind:"unknown"}:{kind:"empty"}}var mn=e=>e.split(/[\s,]+/).filter(Boolean),hn=e=>br.test(e);var _n={unknown:"This is neither a ticket (blob…) nor a hash (64 hex digits).",node:"This ticket names a node but no blob. Ask for a blob ticket, or give the blob’s hash and the node as a peer."};function vn(e,t,o){let n=Yt(e),i=mn(t),r=i.find(s=>!hn(s));if(n.kind==="empty")return{error:"Paste a ticket or a hash."};if(_n[n.kind])return{error:_n[n.kind]};if(r)return{error:`“${r}” is not a peer; it looks like id@ip:port.`};let a={[n.kind]:n.value};return n.kind==="hash"&&i.length&&(a.peers=i),o.trim()&&(a.tag=o.trim()),{body:a}}function gn(){let[e,t]=j(""),[o,n]=j(""),[i,r]=j(""),[a,s]=j(null),[f,d]=j(!1),u=Yt(e).kind,h=async l=>{l.preventDefault();let{body:m,error:k}=vn(e,o,i);if(k)return s({message:k});d(!0);try{lt(await P("POST",b.transfers(),m)),t(""),n(""),r(""),s(null)}catch(v){s(v)}return d(!1)},p=()=>{let{body:l,error:m}=vn(e,o,i);m?s({message:m}):A(F("POST",b.transfers(),{body:l}),"Curl command")};return c`
    <form class="transfer-form" onSubmit=${h} novalidate>
      <div class="field grow">
        <label for="fetch-what">Ticket or hash</label>
        <input id="fetch-what" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="blob… or 64 hex digits" value=${e}
          aria-invalid=${String(!!a)}
          aria-describedby=${a?"fetch-error":void 0}
          onInput=${l=>{t(l.target.value),s(null)}} />
      </div>
      ${u==="hash"&&c`
        <div class="field grow">
          <label for="fetch-peers">From peers</label>
          <input id="fetch-peers" type="text" autocomplete="off"
            spellcheck=${!1} placeholder="id@ip:port, …" value=${o}
            onInput=${l=>{n(l.target.value),s(null)}} />
        </div>`}
      ${u!=="empty"&&c`
        <div class="field">
          <label for="fetch-tag">Tag <span class="muted">(optional)</span></label>
          <input id="fetch-tag" type="text" autocomplete="off" value=${i}
            onInput=${l=>r(l.target.value)} />
        </div>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${f}>
          ${f?"Starting…":"Fetch"}</button>
        <button type="button" class="button" onClick=${p}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${a&&c`
        <p class="form-error" id="fetch-error" role="alert">
          ${a.message}${a.hint&&c` <span>${a.hint}</span>`}</p>`}
    </form>`}var ke=({percent:e,label:t,tone:o=""})=>c`
  <progress class=${`bar ${o}`} aria-label=${t} max="100"
    value=${e??void 0}></progress>`;var bn={ArrowDown:1,ArrowUp:-1};function vt({label:e,items:t}){let[o,n]=j(!1),i=pe(null),r=pe(null);ae(()=>{if(!o)return;i.current.querySelector("[role=menuitem]")?.focus();let f=d=>{i.current?.contains(d.target)||n(!1)};return document.addEventListener("pointerdown",f),()=>document.removeEventListener("pointerdown",f)},[o]);let a=f=>{if(f.key==="Escape"&&o)n(!1),r.current.focus();else if(f.key==="Tab")n(!1);else if(o&&bn[f.key]){f.preventDefault();let d=[...i.current.querySelectorAll("[role=menuitem]")],u=d.indexOf(document.activeElement)+bn[f.key];d[(u+d.length)%d.length].focus()}},s=f=>{n(!1),r.current.focus(),f.run()};return c`
    <div class="menu" ref=${i} onKeyDown=${a}>
      <button type="button" class="button bare" ref=${r}
        aria-haspopup="menu" aria-expanded=${String(o)} aria-label=${e}
        title="More" onClick=${()=>n(!o)}>
        <${D} name="more" />
      </button>
      ${o&&c`
        <div class="menu-list" role="menu" aria-label=${e}>
          ${t.map(f=>c`
            <button type="button" role="menuitem" tabindex="-1"
              class=${f.danger?"danger":""}
              onClick=${()=>s(f)}>${f.label}</button>`)}
        </div>`}
    </div>`}var yr={queued:"Waiting",running:"Fetching",completed:"Done",failed:"Failed",cancelled:"Cancelled"},$r={completed:"good",failed:"bad",running:"busy"};async function xr(e){try{await P("DELETE",b.transfer(e.id))}catch(t){de(t,"Cancelling")}}function wr(e){let t=[];if(e.state==="queued"&&e.size==null)return"";if(e.state==="completed"?t.push(z(e.bytes_done)):e.size==null?t.push(z(e.bytes_done)):t.push(`${z(e.bytes_done)} of ${z(e.size)}`),e.state==="running"&&e.rate_bps>0&&(t.push(Ae(e.rate_bps,fe.value==="bits")),e.size!=null&&t.push(`${mt((e.size-e.bytes_done)/e.rate_bps)} left`)),e.state==="completed"&&e.started&&e.ended&&e.bytes_fetched){let o=(Date.parse(e.ended)-Date.parse(e.started))/1e3;o>0&&t.push(`${o<10?o.toFixed(1):Math.round(o)} s`,Ae(e.bytes_fetched/o,fe.value==="bits"))}return e.state==="completed"&&e.bytes_fetched===0&&t.push("was here already"),t.join(" · ")}var kr={idle:"not asked yet",connecting:"connecting",active:"sending",done:"done",failed:"failed"},Sr=({source:e})=>c`
  <li>
    <code title=${e.peer}>${U(e.peer)}</code>
    <span>${kr[e.state]??e.state??""}</span>
    <span class="num">${z(e.bytes)}</span>
    ${e.error&&c`<span class="source-error">${S(e.error.detail)}</span>`}
  </li>`,Cr=({sources:e})=>e.length>0&&c`
  <details class="sources">
    <summary>${sn(e.length,"peer")}</summary>
    <ul>${e.map(t=>c`<${Sr} key=${t.peer} source=${t} />`)}</ul>
  </details>`,Tr=e=>[{label:"Copy hash",run:()=>A(e.hash,"Hash")},{label:"Copy curl: watch",run:()=>A(F("GET",`${b.transfer(e.id)}/events`).replace("curl ","curl -N "),"Curl command")},...ce(e)?[]:[{label:"Copy curl: cancel",run:()=>A(F("DELETE",b.transfer(e.id)),"Curl command")}]];function Mr({transfer:e}){let t=e.state==="completed"?100:ye(e.bytes_done,e.size),o=e.tag?S(e.tag):U(e.hash);return c`
    <li class="transfer" data-state=${e.state} data-hash=${e.hash}>
      <div class="transfer-head">
        <span class=${`state ${$r[e.state]??""}`}>${yr[e.state]??e.state}</span>
        ${e.tag&&c`<span class="tag">${S(e.tag)}</span>`}
        <code class="hash" title=${e.hash}>${U(e.hash)}</code>
        <span class="spring"></span>
        <span class="facts-line" title=${Fe(e.bytes_done)}>${wr(e)}</span>
        <span class="row-actions">
          ${!ce(e)&&c`
            <button type="button" class="button small"
              aria-label=${`Cancel the transfer of ${o}`}
              onClick=${()=>xr(e)}>Cancel</button>`}
          <${vt} label=${`More for the transfer of ${o}`} items=${Tr(e)} />
        </span>
      </div>
      ${!ce(e)&&c`
        <${ke} percent=${e.state==="queued"?0:t}
          label=${`Progress of ${o}`} />`}
      ${e.error&&c`<p class="transfer-error">${S(e.error.detail)}</p>`}
      <${Cr} sources=${e.sources??[]} />
    </li>`}var Er=()=>c`
  <div class="empty">
    <p><strong>Nothing has been fetched yet.</strong></p>
    <p>On the page of another node press “Copy ticket” beside a blob, or
      run${" "}<code>firn ticket HASH</code> there. Paste the ticket above: the
      blob comes here and is verified as it arrives.</p>
  </div>`;function yn(){let e=Wt.value;return Be.value&&!e?c`<${we} problem=${Be.value}
      doing="Reading the transfers:" onRetry=${st} />`:e?e.length?c`
    <ul class="transfers">
      ${e.map(t=>c`<${Mr} key=${t.id} transfer=${t} />`)}
    </ul>`:c`<${Er} />`:c`<p class="muted">Reading…</p>`}async function He(e,t){try{await t()}catch(o){de(o,e)}}var gt=e=>e.tags[0]?.split("/").at(-1)||`${e.hash.slice(0,16)}.bin`,$n=e=>He("Making the ticket",async()=>{let{ticket:t}=await P("GET",b.blobTicket(e.hash));await A(t,"Ticket")}),Pr=e=>He("Verifying",async()=>{xe(`Reading ${z(e.held_bytes)} from disk…`);let t=await P("POST",b.blobVerify(e.hash));t.ok?xe(`${U(e.hash)} is intact`):de({message:`${z(t.bad_bytes)} are damaged on disk`,hint:"The damaged parts are no longer served. Fetch the blob again: only they are transferred."},U(e.hash)),le()});async function zr(e){let t=await ut({title:"Tag this blob",confirm:"Set tag",body:c`
      <p>A tag is a name for <code>${U(e.hash)}</code>. It keeps the
        blob from being removed. A tag that exists is moved here.</p>
      <div class="field"><label for="tag-name">Name</label>
        <input id="tag-name" name="name" type="text" required maxlength="255"
          autocomplete="off" autofocus /></div>`});t&&await He("Setting the tag",async()=>{await P("PUT",b.tag(t.name),{hash:e.hash}),le()})}async function xn(e){await ut({title:"Remove this tag?",confirm:"Remove tag",body:c`<p><span class="tag">${S(e)}</span> goes; the blob stays.</p>`})&&await He("Removing the tag",async()=>{await P("DELETE",b.tag(e)),le()})}async function Dr(e){await ut({title:"Delete this blob?",confirm:"Delete",danger:!0,body:c`
      <p><code class="wrap">${e.hash}</code></p>
      <p>${z(e.held_bytes)} are removed from this node. Other nodes keep
        their copies.</p>
      ${e.tags.length>0&&c`
        <p>Its tags go with it:
          ${e.tags.map(o=>c` <span class="tag">${S(o)}</span>`)}</p>`}`})&&await He("Deleting",async()=>{let o=e.tags.length?{force:"true"}:{};await P("DELETE",b.blob(e.hash,o)),xe(`${U(e.hash)} deleted`),le()})}var wn=e=>[{label:"Copy hash",run:()=>A(e.hash,"Hash")},{label:"Copy curl: download",run:()=>A(F("GET",b.blob(e.hash),{output:gt(e)}),"Curl command")},{label:"Copy curl: delete",run:()=>A(F("DELETE",b.blob(e.hash)),"Curl command")},{label:"Tag…",run:()=>zr(e)},{label:"Verify",run:()=>Pr(e)},{label:"Delete…",danger:!0,run:()=>Dr(e)}];var Nr=({tags:e})=>c`
  <span class="tags">
    ${e.map(t=>c`
      <span class="tag" key=${t}><span class="tag-text" title=${S(t)}>${S(t)}</span>
        <button type="button" class="tag-remove"
          aria-label=${`Remove tag ${S(t)}`} title="Remove this tag"
          onClick=${()=>xn(t)}><${D} name="close" /></button>
      </span>`)}
  </span>`;function Or({blob:e}){if(e.state==="complete")return c`<span class="state good">Complete</span>`;let t=ye(e.held_bytes,e.size);return c`
    <span class="partial" title=${`${Fe(e.held_bytes)} held`}>
      <span class="state">${t==null?"Partial":`${t} % held`}</span>
      <${ke} percent=${t??0} label=${`Held of ${U(e.hash)}`} />
    </span>`}var Ur=({blob:e})=>c`
  <li class="blob" data-hash=${e.hash}>
    <code class="hash" title=${e.hash}>${U(e.hash)}</code>
    <span class="num blob-size" title=${Fe(e.size)}>${e.size==null?"unknown":z(e.size)}</span>
    <${Or} blob=${e} />
    <${Nr} tags=${e.tags} />
    <span class="row-actions">
      ${e.state==="complete"&&c`
        <a class="button small" download=${gt(e)}
          href=${b.blob(e.hash,{download:gt(e)})}>
          Download</a>`}
      <button type="button" class="button small" onClick=${()=>$n(e)}>
        Copy ticket</button>
      <${vt} label=${`More for ${U(e.hash)}`} items=${wn(e)} />
    </span>
  </li>`;function kn(){return c`
    <div class="filters" role="search" aria-label="Blobs shown">
      <label class="offscreen" for="filter-state">State</label>
      <select id="filter-state" value=${Z.value.state}
        onChange=${e=>it({state:e.target.value})}>
        <option value="">All states</option>
        <option value="complete">Complete</option>
        <option value="partial">Partial</option>
      </select>
      <label class="offscreen" for="filter-tag">Tag</label>
      <input id="filter-tag" type="search" placeholder="Tag" autocomplete="off"
        value=${Z.value.tag}
        onChange=${e=>it({tag:e.target.value.trim()})} />
    </div>`}var Br=()=>(Rt.value||at.value)&&c`
  <nav class="pager" aria-label="Pages of blobs">
    <button type="button" class="button small" disabled=${!at.value}
      onClick=${qt}>Previous</button>
    <span class="muted">Page ${Vo.value}</span>
    <button type="button" class="button small" disabled=${!Rt.value}
      onClick=${Jo}>Next</button>
  </nav>`;function Lr(){return Go.value?c`
      <div class="empty">
        <p><strong>No blob is like that.</strong></p>
        <button type="button" class="button small"
          onClick=${()=>it({state:"",tag:""})}>Show all</button>
      </div>`:c`
    <div class="empty">
      <p><strong>This node is empty.</strong></p>
      <p>Drop files anywhere on this page, use “Add files”, or put one in from
        a shell:</p>
      <p><code>firn add FILE</code></p>
      <p><code class="wrap">${F("PUT",b.blobs(),{file:"FILE"})}</code></p>
    </div>`}function Sn(){let e=Ht.value;return Ue.value&&!e?c`<${we} problem=${Ue.value}
      doing="Reading the blobs:" onRetry=${Q} />`:e?e.length?c`
    <ul class="blobs" aria-label="Blobs">
      <li class="blob blob-head" aria-hidden="true">
        <span>Hash</span><span class="num">Size</span><span>State</span>
        <span>Tags</span><span></span>
      </li>
      ${e.map(t=>c`<${Ur} key=${t.hash} blob=${t} />`)}
    </ul>
    <${Br} />`:c`<${Lr} />`:c`<p class="muted">Reading…</p>`}var Fr={waiting:"Waiting",running:"Uploading",done:"Stored",failed:"Failed",cancelled:"Stopped"},Ar={done:"good",failed:"bad",running:"busy"},Cn=e=>e.state==="running"&&e.done>=e.size,jr=e=>Cn(e)?"Storing":e.state==="done"&&!e.result.created?"Known already":Fr[e.state],Hr=({u:e})=>c`
  <li class="upload" data-state=${e.state}>
    <div class="transfer-head">
      <span class=${`state ${Ar[e.state]??""}`}>${jr(e)}</span>
      <span class="file-name">${S(e.name)}</span>
      <span class="spring"></span>
      <span class="facts-line">
        ${ue(e)?z(e.size):`${z(e.done)} of ${z(e.size)}`}</span>
      ${e.result&&c`
        <${je} text=${e.result.hash} what="Hash" label="Hash" />`}
      ${e.state==="failed"&&c`
        <button type="button" class="button small" onClick=${()=>Yo(e.id)}>
          Try again</button>`}
      <button type="button" class="button bare"
        aria-label=${ue(e)?`Dismiss ${S(e.name)}`:`Stop uploading ${S(e.name)}`}
        onClick=${()=>en(e.id)}><${D} name="close" /></button>
    </div>
    ${!ue(e)&&c`
      <${ke} percent=${Cn(e)?null:ye(e.done,e.size)}
        label=${`Upload of ${S(e.name)}`} />`}
    ${e.problem&&e.state==="failed"&&c`
      <p class="transfer-error">${e.problem.message} ${e.problem.hint}</p>`}
  </li>`;function Tn(){let e=N.value;return e.length?c`
    <div class="uploads">
      <ul aria-label="Uploads">
        ${e.map(t=>c`<${Hr} key=${t.id} u=${t} />`)}
      </ul>
      ${e.length>1&&e.every(ue)&&c`
        <button type="button" class="button small" onClick=${tn}>
          Clear this list</button>`}
    </div>`:null}var Mn=()=>c`
  <main class="overview" id="main" tabindex="-1">
    <${pn} />
    <section class="card transfers-card" aria-labelledby="transfers-title">
      <div class="card-head"><h2 id="transfers-title">Transfers</h2></div>
      <${gn} />
      <${yn} />
    </section>
    <section class="card blobs-card" aria-labelledby="blobs-title">
      <div class="card-head">
        <h2 id="blobs-title">Blobs</h2>
        <span class="spring"></span>
        <${kn} />
        <${rn} />
      </div>
      <${Tn} />
      <${Sn} />
    </section>
  </main>`;var Ir=()=>c`
  <a class="skip" href="#main">Skip to the content</a>
  <${cn} />
  <${Mn} />
  <${fn} />
  <${Qo} />
  <${nn} />`;Xo();Et(c`<${Ir} />`,document.getElementById("app"));
